using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>A role assignment, as the evaluator needs it.</summary>
/// <param name="Scope">In lower case; the tenant is <c>/</c>.</param>
public sealed record RoleAssignment(string Id, string Scope, string PrincipalId, string RoleDefinitionId)
{
    private const string Segment = "/providers/microsoft.authorization/roleassignments/";

    private static readonly ResourceType Type = ResourceType.Parse("Microsoft.Authorization/roleAssignments");

    /// <summary>The GUID of the role; empty where the id ends with none.</summary>
    public Guid RoleId { get; } = Guid.TryParse(RoleDefinitionId.AsSpan(RoleDefinitionId.LastIndexOf('/') + 1), out var id) ? id : default;

    /// <summary>The tenant of one at <c>/</c>; null below, where the scope says it.</summary>
    public string? TenantId { get; init; }

    /// <summary>What the assignment says its principal is; null where it does not say.</summary>
    public PrincipalKind? PrincipalType { get; init; }

    /// <summary>When it was made (UTC, Verditer's clock).</summary>
    public DateTimeOffset CreatedOn { get; init; }

    /// <summary>True for one with a condition, which is not evaluated: it gives nothing.</summary>
    public bool HasCondition { get; init; }

    /// <summary>True for the key of a document that is a role assignment.</summary>
    public static bool IsKey(string key) => ResourceKey.Is(key, Type);

    /// <summary>Reads a stored assignment; its scope is what its id says, whatever else is in the body.</summary>
    public static RoleAssignment Read(string key, JsonObject body)
    {
        var properties = body["properties"];
        return new(body.Text("id") ?? key, StoredScope.Of(key, Segment), properties.Text("principalId") ?? "", properties.Text("roleDefinitionId") ?? "")
        {
            TenantId = body.Text("tenantId"),
            PrincipalType = Enum.TryParse<PrincipalKind>(properties.Text("principalType"), ignoreCase: true, out var kind) ? kind : null,
            CreatedOn = DateTimeOffset.TryParse(properties.Text("createdOn"), CultureInfo.InvariantCulture, out var created) ? created : default,
            HasCondition = properties.Text("condition") is { Length: > 0 },
        };
    }
}
