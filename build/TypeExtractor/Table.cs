namespace Verditer.TypeExtractor;

/// <summary>A count, the offsets of the entries and of the end, and the entries: any entry is found without reading the others.</summary>
internal static class Table
{
    public static byte[] Write<T>(IReadOnlyCollection<T> entries, Action<T, ByteWriter> write)
    {
        var head = new ByteWriter();
        var body = new ByteWriter();
        head.Fixed((uint)entries.Count);
        foreach (var entry in entries)
        {
            head.Fixed((uint)body.Length);
            write(entry, body);
        }

        head.Fixed((uint)body.Length);
        head.Append(body.ToArray());
        return head.ToArray();
    }
}
