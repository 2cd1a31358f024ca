using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Explaining;

/// <summary>Graph asks for a directory role or an application permission.</summary>
internal sealed class MissingGraphPermission : IRecognizer
{
    public Finding? Recognize(Case it)
    {
        if (it is not { Caller: { } caller, Refusal: { Surface: RefusalSurface.Graph } refusal } || it.Fact(RefusalFacts.GraphPermissions) is not { } permissions)
        {
            return null;
        }

        var roles = it.Fact(RefusalFacts.GraphRoles) ?? "";
        var text = $"{refusal.Method} {refusal.Path} needs one of the directory roles: {(roles.Length == 0 ? "" : roles + ", ")}Global Administrator"
            + (permissions.Length == 0 ? "." : $"; or, for an application, one of the permissions: {permissions}.")
            + " Roles on subscriptions (Owner, Contributor) count for nothing in the directory.";
        var role = DirectoryRoles.All.FirstOrDefault(r => r.DisplayName == roles.Split(", ")[0]) ?? DirectoryRoles.Find(DirectoryRoles.GlobalAdministrator)!;
        var body = new JsonObject { ["principalId"] = caller.ObjectId, ["roleDefinitionId"] = role.TemplateId, ["directoryScopeId"] = "/" };
        return new("missing-graph-permission", "The caller has no right in the directory for this.", text, new MendingCommand(
            AzCommands.Line($"az rest --method POST --url https://graph.microsoft.com/v1.0/roleManagement/directory/roleAssignments --body {Json.ToText(body)}"), $"gives the directory role {role.DisplayName}"));
    }
}
