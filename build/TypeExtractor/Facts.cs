namespace Verditer.TypeExtractor;

/// <summary>The data files beside the extractor: what to take, and what Azure does that the Bicep data does not say.</summary>
internal sealed record Facts(
    IReadOnlyList<string> Namespaces,
    IReadOnlyList<(string From, string To)> Aliases,
    IReadOnlyDictionary<string, HashSet<string>> Secrets,
    IReadOnlyDictionary<string, HashSet<string>> WholeNumbers)
{
    public static Facts Read(string folder) => new(
        [.. Lines(folder, "namespaces.txt").Order(StringComparer.OrdinalIgnoreCase)],
        [.. Lines(folder, "aliases.txt").Select(line => Pair(line, '='))],
        Properties(folder, "secrets.txt"),
        Properties(folder, "whole-numbers.txt"));

    private static Dictionary<string, HashSet<string>> Properties(string folder, string file) =>
        Lines(folder, file).Select(line => Pair(line, ':')).ToDictionary(
            pair => pair.Left,
            pair => new HashSet<string>(pair.Right.Split(' ', StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal),
            StringComparer.OrdinalIgnoreCase);

    private static (string Left, string Right) Pair(string line, char separator)
    {
        var at = line.IndexOf(separator, StringComparison.Ordinal);
        return at > 0
            ? (line[..at].Trim(), line[(at + 1)..].Trim())
            : throw new InvalidDataException($"'{line}' has no '{separator}'");
    }

    private static IEnumerable<string> Lines(string folder, string file) =>
        File.ReadLines(Path.Combine(folder, file)).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');
}
