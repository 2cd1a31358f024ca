using Verditer.ResourceManager.Types.Data;

namespace Verditer.TypeExtractor;

/// <summary>Writes the type file; see <see cref="Format"/>.</summary>
internal sealed class CatalogWriter(MergedShapes merged)
{
    private readonly Dictionary<string, int> _strings = new(StringComparer.Ordinal);

    public byte[] Write(IReadOnlyList<string> namespaces)
    {
        var shapes = Table.Write(merged.Nodes, WriteShape);
        var catalog = WriteCatalog(namespaces);
        var strings = Table.Write(_strings.Keys, static (text, bytes) => bytes.Text(text));
        var file = new ByteWriter();
        file.Fixed(Format.Magic);
        file.Fixed(Format.HeaderLength);
        file.Fixed((uint)(Format.HeaderLength + strings.Length));
        file.Fixed((uint)(Format.HeaderLength + strings.Length + shapes.Length));
        file.Append(strings);
        file.Append(shapes);
        file.Append(catalog);
        return file.ToArray();
    }

    private byte[] WriteCatalog(IReadOnlyList<string> namespaces)
    {
        var byNamespace = merged.Resources.ToLookup(resource => resource.Namespace, StringComparer.OrdinalIgnoreCase);
        var parts = namespaces.Select(name => (Name: name, Bytes: WriteNamespace(byNamespace[name]))).ToList();
        var bytes = new ByteWriter();
        bytes.Number(parts.Count);
        foreach (var (name, part) in parts)
        {
            bytes.Number(StringId(name));
            bytes.Number(part.Length);
        }

        parts.ForEach(part => bytes.Append(part.Bytes));
        return bytes.ToArray();
    }

    private byte[] WriteNamespace(IEnumerable<Resource> resources)
    {
        var types = resources.GroupBy(resource => resource.Path, StringComparer.OrdinalIgnoreCase).ToList();
        var bytes = new ByteWriter();
        bytes.Number(types.Count);
        foreach (var type in types)
        {
            bytes.Number(StringId(type.First().Path));
            bytes.Number(type.Count());
            foreach (var resource in type)
            {
                bytes.Number(StringId(resource.Version));
                bytes.Number((long)resource.Readable);
                bytes.Number((long)resource.Writable);
                bytes.Number(resource.Body);
                bytes.Number(resource.Name);
            }
        }

        return bytes.ToArray();
    }

    private void WriteShape(Node node, ByteWriter bytes)
    {
        bytes.Number((long)node.Kind);
        bytes.Number(node.Numbers.Count);
        foreach (var number in node.Numbers)
        {
            bytes.Signed(number);
        }

        bytes.Number(node.Words.Count);
        foreach (var word in node.Words)
        {
            bytes.Number(StringId(word));
        }

        bytes.Number(node.Children.Length);
        foreach (var child in node.Children)
        {
            bytes.Number(child);
        }
    }

    private int StringId(string text)
    {
        if (!_strings.TryGetValue(text, out var id))
        {
            _strings.Add(text, id = _strings.Count);
        }

        return id;
    }
}
