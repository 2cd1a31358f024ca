using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>Directory roles as Graph shows them. Ids that Entra makes up are derived here, so nothing is stored for them.</summary>
internal static class RoleObjects
{
    /// <summary>A tenant's own object id of a role; its template id is the same in every tenant.</summary>
    public static string Id(string tenantId, string templateId) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"role/{tenantId}/{templateId}".ToLowerInvariant())).AsSpan(0, 16)).ToString();

    public static JsonObject Show(string tenantId, DirectoryRole role) => new()
    {
        ["@odata.type"] = "#microsoft.graph.directoryRole",
        ["id"] = Id(tenantId, role.TemplateId),
        ["deletedDateTime"] = null,
        ["description"] = role.Description,
        ["displayName"] = role.DisplayName,
        ["roleTemplateId"] = role.TemplateId,
    };

    public static JsonObject ShowTemplate(DirectoryRole role) => new()
    {
        ["id"] = role.TemplateId,
        ["deletedDateTime"] = null,
        ["description"] = role.Description,
        ["displayName"] = role.DisplayName,
    };

    public static JsonObject ShowDefinition(DirectoryRole role) => new()
    {
        ["id"] = role.TemplateId,
        ["description"] = role.Description,
        ["displayName"] = role.DisplayName,
        ["isBuiltIn"] = true,
        ["isEnabled"] = true,
        ["resourceScopes"] = new JsonArray("/"),
        ["templateId"] = role.TemplateId,
        ["version"] = "1",
        ["rolePermissions"] = new JsonArray(),
    };

    /// <summary>The id of an assignment: role and principal, in one text.</summary>
    public static string AssignmentId(DirectoryRoleMember member) =>
        Base64Url.EncodeToString([.. Bytes(member.RoleTemplateId), .. Bytes(member.PrincipalId)]) + "-1";

    public static JsonObject ShowAssignment(DirectoryRoleMember member) => new()
    {
        ["id"] = AssignmentId(member),
        ["principalId"] = member.PrincipalId,
        ["directoryScopeId"] = "/",
        ["appScopeId"] = null,
        ["roleDefinitionId"] = member.RoleTemplateId,
    };

    private static byte[] Bytes(string id) => Guid.TryParse(id, out var guid) ? guid.ToByteArray() : Encoding.UTF8.GetBytes(id);
}
