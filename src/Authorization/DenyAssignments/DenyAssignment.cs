using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>
/// A deny assignment: what it names is forbidden to whom it names, whatever roles say.
/// Source: https://learn.microsoft.com/azure/role-based-access-control/deny-assignments
/// </summary>
/// <param name="Scope">In lower case; the tenant is <c>/</c>.</param>
/// <param name="Principals">Object ids; <see cref="Everyone"/> stands for all principals.</param>
public sealed record DenyAssignment(
    string Id, string Name, string Scope, IReadOnlyList<string> Principals, IReadOnlyList<string> ExcludedPrincipals, IReadOnlyList<Permission> Permissions)
{
    /// <summary>The id that Azure uses for all users, groups, service principals and managed identities.</summary>
    public const string Everyone = "00000000-0000-0000-0000-000000000000";

    private const string Segment = "/providers/microsoft.authorization/denyassignments/";

    private static readonly ResourceType Type = ResourceType.Parse("Microsoft.Authorization/denyAssignments");

    /// <summary>True when it forbids at its own scope only.</summary>
    public bool DoNotApplyToChildScopes { get; init; }

    /// <summary>True for what Azure made; it cannot be edited or deleted.</summary>
    public bool IsSystemProtected { get; init; }

    /// <summary>The scope in the case in which it was made.</summary>
    public string WrittenScope => Id[..Id.LastIndexOf(Segment, StringComparison.OrdinalIgnoreCase)] is { Length: > 0 } scope ? scope : "/";

    public static bool IsKey(string key) => ResourceKey.Is(key, Type);

    public static DenyAssignment Read(string key, JsonObject body)
    {
        var properties = body["properties"];
        return new(
            body.Text("id") ?? key, properties.Text("denyAssignmentName") ?? key, StoredScope.Of(key, Segment),
            Ids(properties.At("principals")), Ids(properties.At("excludePrincipals")), Permission.ReadAll(properties.At("permissions")))
        {
            DoNotApplyToChildScopes = properties.Flag("doNotApplyToChildScopes") ?? false,
            IsSystemProtected = properties.Flag("isSystemProtected") ?? false,
        };
    }

    /// <summary>What it does with an action of a caller at a scope that it covers.</summary>
    /// <param name="isAtScope">True when the scope asked for is this one's own.</param>
    public DenyVerdict Judge(string objectId, IReadOnlyList<string> groups, string action, bool isDataAction, bool isAtScope)
    {
        var permission = Permissions.Select(p => p.Judge(action, isDataAction)).DefaultIfEmpty(PermissionVerdict.NotNamed).Max();
        return permission switch
        {
            PermissionVerdict.NotNamed => DenyVerdict.ActionNotNamed,
            PermissionVerdict.TakenAway => DenyVerdict.ExcludedByNotActions,
            _ when !Principals.Contains(Everyone) && !Names(Principals, objectId, groups) => DenyVerdict.PrincipalNotNamed,
            _ when Names(ExcludedPrincipals, objectId, groups) => DenyVerdict.PrincipalExcluded,
            _ when DoNotApplyToChildScopes && !isAtScope => DenyVerdict.NotForChildScopes,
            _ => DenyVerdict.Denies,
        };
    }

    public DenyingAssignment AsDenying() => new(Id, Name, WrittenScope);

    private static bool Names(IReadOnlyList<string> ids, string objectId, IReadOnlyList<string> groups) =>
        ids.Contains(objectId, StringComparer.OrdinalIgnoreCase) || ids.Any(id => groups.Contains(id, StringComparer.OrdinalIgnoreCase));

    private static string[] Ids(JsonNode? node) => [.. (node as JsonArray ?? []).Select(p => p.Text("id")).OfType<string>()];
}
