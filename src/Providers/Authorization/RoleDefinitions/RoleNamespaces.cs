using Verditer.Authorization;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>
/// The namespaces whose operations a role may name: those of the type data and those of any built-in role. The operations themselves are not all known, so one of a
/// known namespace is never refused.
/// </summary>
internal sealed class RoleNamespaces(RoleCatalog roles, Lazy<ResourceTypeRegistry> types)
{
    private readonly Lazy<HashSet<string>> _known = new(() => new(
        types.Value.Namespaces.Concat(roles.BuiltIn.SelectMany(r => r.Permissions).SelectMany(p => p.Actions.Concat(p.DataActions)).Select(a => NamespaceOf(a.Text))),
        StringComparer.OrdinalIgnoreCase));

    /// <summary>True when an action, wildcards allowed, can match an operation of a known namespace.</summary>
    public bool Knows(string action)
    {
        if (action.Length == 0 || action.Any(char.IsWhiteSpace) || action.Contains('?', StringComparison.Ordinal))
        {
            return false;
        }

        var name = NamespaceOf(action);
        return name.Contains('*', StringComparison.Ordinal)
            ? action == "*" || Matches(name)
            : action.Contains('/', StringComparison.Ordinal) && _known.Value.Contains(name);
    }

    private bool Matches(string name)
    {
        var pattern = new ActionPattern(name);
        return _known.Value.Any(known => pattern.Matches(known));
    }

    private static string NamespaceOf(string action) => action.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? action[..at] : action;
}
