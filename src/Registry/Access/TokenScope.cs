namespace Verditer.Registry;

/// <summary>What a client asks a token for, such as <c>repository:app:pull,push</c> or <c>registry:catalog:*</c>.</summary>
/// <remarks>Source: https://distribution.github.io/distribution/spec/auth/scope/</remarks>
internal static class TokenScope
{
    private const string Every = "*";

    /// <summary>The rights of all scopes; what is no scope of this registry's, or unknown to it, asks for nothing.</summary>
    public static IReadOnlyList<WantedRight> Parse(IEnumerable<string?> scopes) =>
        [.. scopes.SelectMany(text => (text ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries)).SelectMany(ParseOne).Distinct()];

    /// <summary>Rights as one scope, in the order in which challenges write them.</summary>
    public static string Format(IReadOnlyList<WantedRight> rights) => string.Join(
        ' ', rights.GroupBy(right => (right.Type, right.Name)).Select(group => $"{group.Key.Type}:{group.Key.Name}:{string.Join(',', group.Select(right => right.Action.Name))}"));

    private static IEnumerable<WantedRight> ParseOne(string scope)
    {
        var (first, last) = (scope.IndexOf(':', StringComparison.Ordinal), scope.LastIndexOf(':'));
        if (first <= 0 || last <= first)
        {
            return [];
        }

        var (type, name, actions) = (scope[..first], scope[(first + 1)..last], scope[(last + 1)..].Split(',', StringSplitOptions.RemoveEmptyEntries));
        return type switch
        {
            WantedRight.RepositoryType when ContentNames.IsRepository(name) =>
                DataAction.OfRepositories.Where(action => actions.Contains(action.Name) || actions.Contains(Every)).Select(action => WantedRight.On(name, action)),
            WantedRight.RegistryType when name == WantedRight.CatalogName && actions.Contains(Every) => [WantedRight.OnCatalog],
            _ => [],
        };
    }
}
