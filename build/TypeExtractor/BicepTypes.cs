using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;
using Azure.Bicep.Types.Serialization;

namespace Verditer.TypeExtractor;

/// <summary>One version of one resource type; <see cref="Body"/> and <see cref="Name"/> are node ids.</summary>
internal sealed record Resource(string Namespace, string Path, string Version, ScopeType Readable, ScopeType Writable, int Body, int Name);

/// <summary>Reads the packages' type files, each once.</summary>
internal sealed class BicepTypes : AzTypeLoader
{
    /// <summary>Every version of every type of the namespaces, sorted, with the aliases.</summary>
    public List<Resource> Resources(Facts facts, ShapeGraph graph)
    {
        var names = facts.Namespaces.ToDictionary(name => name, StringComparer.OrdinalIgnoreCase);
        var files = LoadTypeIndex().Resources
            .Where(entry => names.ContainsKey(NamespaceOf(entry.Key)))
            .GroupBy(entry => entry.Value.RelativePath, StringComparer.Ordinal)
            .OrderBy(file => file.Key, StringComparer.Ordinal);
        var found = new Dictionary<string, Resource>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in files)
        {
            using var stream = GetContentStreamAtPath(file.Key);
            var types = TypeSerializer.Deserialize(stream);
            foreach (var entry in file.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            {
                found.TryAdd(entry.Key, Take(names[NamespaceOf(entry.Key)], entry.Key, (ResourceType)types[entry.Value.Index], graph));
            }
        }

        Aliases.Add(facts, found);
        return [.. found.Values
            .OrderBy(resource => resource.Namespace, StringComparer.OrdinalIgnoreCase)
            .ThenBy(resource => resource.Path, StringComparer.OrdinalIgnoreCase)
            .ThenBy(resource => resource.Version, VersionOrder.NewestFirst)];
    }

    private static string NamespaceOf(string key) => key[..key.IndexOf('/', StringComparison.Ordinal)];

    private static Resource Take(string @namespace, string key, ResourceType type, ShapeGraph graph)
    {
        var at = key.IndexOf('@', StringComparison.Ordinal);
        var (body, name) = graph.AddBody(@namespace, type.Body.Type);
        return new(@namespace, key[(@namespace.Length + 1)..at], key[(at + 1)..], type.ReadableScopes, type.WritableScopes, body, name);
    }
}
