namespace Verditer.Kubernetes;

/// <summary>Reads the small text tables that are built into the program: one row a line, cells apart by blanks, <c>#</c> begins a comment.</summary>
internal static class EmbeddedTable
{
    public static IEnumerable<string[]> Rows(string name) => Lines(name).Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public static IEnumerable<string> Lines(string name)
    {
        using var stream = typeof(EmbeddedTable).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The table '{name}' is not built in.");
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }
}
