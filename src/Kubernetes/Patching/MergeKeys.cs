namespace Verditer.Kubernetes;

/// <summary>Which lists are merged element by element, as <c>merge-keys.txt</c> says.</summary>
internal static class MergeKeys
{
    /// <summary>The key of a list of plain values.</summary>
    public const string Values = "=";

    private static readonly ILookup<string, (string Key, string? End)> Rows = EmbeddedTable.Rows("merge-keys.txt")
        .Where(row => row[1] != "-")
        .ToLookup(row => row[0], row => (row[1], row.Length > 2 ? row[2] : null));

    /// <param name="path">The list's place: member names with dots, without indices.</param>
    /// <returns>Null for a list that is replaced as a whole.</returns>
    public static string? Of(string path)
    {
        var name = path[(path.LastIndexOf('.') + 1)..];
        foreach (var (key, end) in Rows[name])
        {
            if (end is null || path == end || path.EndsWith("." + end, StringComparison.Ordinal))
            {
                return key;
            }
        }

        return null;
    }
}
