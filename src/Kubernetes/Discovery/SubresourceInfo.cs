namespace Verditer.Kubernetes;

/// <summary>What discovery says of one subresource; only its verbs are served.</summary>
/// <param name="Group">Empty where it is the resource's own.</param>
internal sealed record SubresourceInfo(string Group, string Version, string Kind, IReadOnlyList<string> Verbs)
{
    private static readonly Dictionary<string, SubresourceInfo> All = EmbeddedTable.Rows("subresources.txt")
        .ToDictionary(row => row[0], row => new SubresourceInfo(Own(row[1]), Own(row[2]), Own(row[3]), row[4].Split(',')));

    public static SubresourceInfo Of(ResourceKind kind, string name) =>
        All.GetValueOrDefault($"{kind.Group}/{kind.Plural}/{name}") ?? All[$"*/{name}"];

    private static string Own(string cell) => cell == "-" ? "" : cell;
}
