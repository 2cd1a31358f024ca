using Verditer.Authorization;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <param name="Name">Such as <c>Microsoft.Network/virtualNetworks/subnets/join/action</c>.</param>
internal readonly record struct ProviderOperation(string Name, bool IsDataAction);

/// <summary>The known operations of one namespace.</summary>
/// <param name="Own">Those of no resource type, such as <c>Microsoft.Network/register/action</c>.</param>
/// <param name="ByType">The others by the path of their type.</param>
internal sealed record ProviderOperations(string Namespace, IReadOnlyList<ProviderOperation> Own, IReadOnlyList<KeyValuePair<string, IReadOnlyList<ProviderOperation>>> ByType)
{
    private static readonly string[] Verbs = ["read", "write", "delete"];

    /// <summary>The namespaces that are served, in order.</summary>
    public static IReadOnlyList<ProviderOperations> Read(RoleCatalog roles, ResourceTypeRegistry types)
    {
        var named = roles.BuiltIn.SelectMany(r => r.Permissions).SelectMany(p =>
            Concrete(p.Actions.Concat(p.NotActions), isDataAction: false).Concat(Concrete(p.DataActions.Concat(p.NotDataActions), isDataAction: true)));
        var byNamespace = named.Concat(types.Namespaces.SelectMany(n => OfTypes(types, n)))
            .DistinctBy(o => (o.Name.ToUpperInvariant(), o.IsDataAction)).ToLookup(o => o.Name[..o.Name.IndexOf('/', StringComparison.Ordinal)], StringComparer.OrdinalIgnoreCase);
        return [.. types.Namespaces.Select(n => Group(n, byNamespace[n]))];
    }

    private static ProviderOperations Group(string name, IEnumerable<ProviderOperation> operations)
    {
        var byType = operations.OrderBy(o => o.Name, StringComparer.OrdinalIgnoreCase).ToLookup(TypeOf, StringComparer.OrdinalIgnoreCase);
        return new(name, [.. byType[""]],
            [.. byType.Where(t => t.Key.Length > 0).OrderBy(t => t.Key, StringComparer.OrdinalIgnoreCase).Select(t => KeyValuePair.Create(t.Key, (IReadOnlyList<ProviderOperation>)[.. t]))]);
    }

    /// <summary>What stands between the namespace and the verb; an action's verb has two segments.</summary>
    private static string TypeOf(ProviderOperation operation)
    {
        var segments = operation.Name.Split('/');
        var verb = segments[^1].Equals("action", StringComparison.OrdinalIgnoreCase) ? 2 : 1;
        return segments.Length - verb <= 1 ? "" : string.Join('/', segments[1..^verb]);
    }

    private static IEnumerable<ProviderOperation> Concrete(IEnumerable<ActionPattern> patterns, bool isDataAction) =>
        patterns.Where(p => !p.HasWildcard && p.Text.Contains('/', StringComparison.Ordinal)).Select(p => new ProviderOperation(p.Text, isDataAction));

    private static IEnumerable<ProviderOperation> OfTypes(ResourceTypeRegistry types, string name) =>
        types.TypesOf(name).SelectMany(t => Verbs.Concat(t.Handler.Actions.Select(a => a.Name + "/action")).Select(v => new ProviderOperation($"{t.Type.FullName}/{v}", false)));
}
