using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>A role was given, or was to be given, to a client id where an object id belongs.</summary>
internal sealed class ClientIdAsPrincipalId(IDirectory directory) : IRecognizer
{
    private const string Name = "client-id-as-principal-id";
    private const string Text = "An application has two ids: the client id, by which it signs in, and its service principal's object id (principal id), to which roles are given.";

    public Finding? Recognize(Case it) => OfAssignment(it) ?? OfUnknownPrincipal(it);

    private static Finding? OfAssignment(Case it)
    {
        if (it.Caller is not { } caller || it.Explanation?.Assignments.FirstOrDefault(a => a.Verdict == AssignmentVerdict.NamesClientId) is not { } mistaken)
        {
            return null;
        }

        return new(Name, "A role was given to the client id in place of the object id.",
            $"{Text} The role {mistaken.RoleName} at {mistaken.Scope} names {mistaken.PrincipalId}, the client id; the object id is {caller.ObjectId}.",
            new MendingCommand(AzCommands.Assign(caller.ObjectId, caller.Kind, mistaken.RoleName ?? mistaken.RoleId, mistaken.Scope), "gives the same role to the principal"),
            new MendingCommand(AzCommands.Unassign(mistaken.Id), "removes the one that counts for nobody"));
    }

    private Finding? OfUnknownPrincipal(Case it) =>
        it.Caller is { } caller && it.Fact(RefusalFacts.PrincipalId) is { } given && directory.FindServicePrincipal(caller.TenantId, given) is { } meant
            ? new(Name, "The principal id that was given is a client id.",
                $"{Text} {given} is the client id of '{meant.DisplayName}'; its object id is {meant.ObjectId}. Repeat the command with that one.",
                new MendingCommand(
                    AzCommands.Line($"az role assignment create --assignee-object-id {meant.ObjectId} --assignee-principal-type {meant.Kind.ToString()} --role ROLE --scope {ScopeOf(it)}"), "the same with the object id"))
            : null;

    private static string ScopeOf(Case it)
    {
        var path = it.Refusal!.Path;
        var at = path.LastIndexOf("/providers/Microsoft.Authorization/", StringComparison.OrdinalIgnoreCase);
        return at > 0 ? path[..at] : path;
    }
}
