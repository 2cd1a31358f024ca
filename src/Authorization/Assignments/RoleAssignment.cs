using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>A role assignment, as the evaluator needs it.</summary>
/// <param name="Scope">In lower case; the tenant is <c>/</c>.</param>
public sealed record RoleAssignment(string Id, string Scope, string PrincipalId, string RoleDefinitionId)
{
    private const string Segment = "/providers/microsoft.authorization/roleassignments/";

    /// <summary>True for the key of a document that is a role assignment.</summary>
    public static bool IsKey(string key) => key.Contains(Segment, StringComparison.Ordinal);

    /// <summary>Reads a stored assignment; its scope is what its id says, whatever else is in the body.</summary>
    public static RoleAssignment Read(string key, JsonObject body)
    {
        var scope = key[..key.LastIndexOf(Segment, StringComparison.Ordinal)];
        return new(
            body.Text("id") ?? key,
            scope.Length == 0 ? "/" : scope,
            body.Text("properties", "principalId") ?? "",
            body.Text("properties", "roleDefinitionId") ?? "");
    }
}
