using System.Collections.Concurrent;

namespace Verditer.Authorization;

/// <summary>How much each role grants, counted in operations that any built-in role names without a wildcard. Counted when first asked for.</summary>
internal sealed class RoleSizes(RoleCatalog roles)
{
    private readonly Lazy<string[]> _actions = new(() => Named(roles, p => p.Actions.Concat(p.NotActions)));
    private readonly Lazy<string[]> _dataActions = new(() => Named(roles, p => p.DataActions.Concat(p.NotDataActions)));
    private readonly ConcurrentDictionary<string, (int Operations, int Patterns)> _sizes = new(StringComparer.Ordinal);

    public (int Operations, int Patterns) Of(RoleDefinition role) => _sizes.GetOrAdd(role.Id, _ => Count(role));

    private (int Operations, int Patterns) Count(RoleDefinition role) => (
        _actions.Value.Count(a => Gives(role, a, isDataAction: false)) + _dataActions.Value.Count(a => Gives(role, a, isDataAction: true)),
        role.Permissions.Sum(p => p.Actions.Count + p.DataActions.Count));

    private static bool Gives(RoleDefinition role, string action, bool isDataAction) => role.Judge(action, isDataAction) == PermissionVerdict.Given;

    private static string[] Named(RoleCatalog roles, Func<Permission, IEnumerable<ActionPattern>> of) =>
    [
        .. roles.BuiltIn.SelectMany(r => r.Permissions).SelectMany(of).Where(p => !p.HasWildcard).Select(p => p.Text)
            .Distinct(StringComparer.OrdinalIgnoreCase),
    ];
}
