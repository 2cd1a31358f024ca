namespace Verditer.Kubernetes;

/// <summary>One column of a resource's table, as a line of <c>columns.txt</c> describes it.</summary>
/// <param name="Priority">0 is always shown, 1 with <c>-o wide</c>.</param>
/// <param name="Cell">A path, or <c>@function[:argument]</c>.</param>
internal sealed record TableColumn(string Name, string Type, int Priority, string Cell)
{
    private static readonly Dictionary<string, TableColumn[]> All = EmbeddedTable.Lines("columns.txt")
        .Select(line => line.Split(" | "))
        .GroupBy(cells => cells[0], cells => new TableColumn(cells[1], cells[2], int.Parse(cells[3], System.Globalization.CultureInfo.InvariantCulture), cells[4]))
        .ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>How clients treat the column; only the name's is special.</summary>
    public string Format => Name == "Name" ? "name" : "";

    public static IReadOnlyList<TableColumn> Of(ResourceKind kind) => All.GetValueOrDefault($"{kind.Stored.Group}/{kind.Stored.Plural}") ?? All["*"];
}
