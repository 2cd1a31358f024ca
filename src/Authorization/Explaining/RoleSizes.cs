using System.Collections.Concurrent;

namespace Verditer.Authorization;

/// <summary>How much each role grants, counted in operations that any built-in role names without a wildcard. Counted when first asked for.</summary>
internal sealed class RoleSizes(RoleCatalog roles)
{
    private readonly Lazy<string[]> _actions = new(() => Named(roles, p => p.Actions.Concat(p.NotActions)));
    private readonly Lazy<string[]> _dataActions = new(() => Named(roles, p => p.DataActions.Concat(p.NotDataActions)));
    private readonly ConcurrentDictionary<string, RoleSize> _sizes = new(StringComparer.Ordinal);

    public RoleSize Of(RoleDefinition role) => _sizes.GetOrAdd(role.Id, _ => Count(role));

    private RoleSize Count(RoleDefinition role)
    {
        List<string> given = [.. _actions.Value.Where(a => Gives(role, a, isDataAction: false)), .. _dataActions.Value.Where(a => Gives(role, a, isDataAction: true))];
        List<string> changes = [.. given.Where(a => !a.EndsWith("/read", StringComparison.OrdinalIgnoreCase) && !CommonRights.Has(a))];
        return new(changes.Count, given.Count, role.Permissions.Sum(p => p.Actions.Count + p.DataActions.Count), MainNamespace(changes.Count > 0 ? changes : given));
    }

    private static string? MainNamespace(List<string> counted) => counted.CountBy(a => a[..a.IndexOf('/')], StringComparer.OrdinalIgnoreCase)
        .Where(n => n.Value > counted.Count / 2).Select(n => n.Key).FirstOrDefault();

    private static bool Gives(RoleDefinition role, string action, bool isDataAction) => role.Judge(action, isDataAction) == PermissionVerdict.Given;

    private static string[] Named(RoleCatalog roles, Func<Permission, IEnumerable<ActionPattern>> of) =>
    [
        .. roles.BuiltIn.SelectMany(r => r.Permissions).SelectMany(of).Where(p => !p.HasWildcard).Select(p => p.Text)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}

/// <param name="Changes">Operations that change something or hand out a credential: all that do not end in <c>/read</c>, without those of <see cref="CommonRights"/>.</param>
/// <param name="Operations">All operations; 0 for a role of whose operations no role names one without a wildcard: how much it grants is unknown.</param>
/// <param name="Patterns">How many patterns the role has.</param>
/// <param name="Namespace">The provider that more than half of what it may change, or else read, is of; null for none.</param>
internal sealed record RoleSize(int Changes, int Operations, int Patterns, string? Namespace);
