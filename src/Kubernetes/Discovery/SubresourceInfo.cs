namespace Verditer.Kubernetes;

/// <summary>What discovery says of one subresource; only its verbs are served.</summary>
/// <param name="Group">Empty where it is the resource's own.</param>
internal sealed record SubresourceInfo(string Group, string Version, string Kind, IReadOnlyList<string> Verbs)
{
    private static readonly Dictionary<string, SubresourceInfo> All = EmbeddedTable.Rows("subresources.txt")
        .ToDictionary(row => row[0], row => new SubresourceInfo(Own(row[1]), Own(row[2]), Own(row[3]), row[4].Split(',')));

    public static SubresourceInfo Of(ResourceKind kind, string name) =>
        All.GetValueOrDefault($"{kind.Group}/{kind.Plural}/{name}") ?? All[$"*/{name}"];

    /// <summary>All that have a type of another group.</summary>
    public static IEnumerable<(ResourceKind Kind, string Name, SubresourceInfo Info)> Typed() =>
        from kind in KindTable.Instance.All
        from name in kind.Subresources
        let info = Of(kind, name)
        where info.Group.Length > 0
        select (kind, name, info);

    /// <summary>Its type as the kind that a body is of.</summary>
    public ResourceKind AsKind(ResourceKind parent) =>
        parent with { Group = Group, Versions = [Version], Kind = Kind, Stored = new(Group, parent.Plural), Subresources = [] };

    private static string Own(string cell) => cell == "-" ? "" : cell;
}
