namespace Verditer.TypeExtractor;

/// <summary>Adds what <c>aliases.txt</c> names. An alias of what the data has by now, or of what it has not, fails the build: the file stays true.</summary>
internal static class Aliases
{
    public static void Add(Facts facts, Dictionary<string, Resource> found)
    {
        foreach (var (from, to) in facts.Aliases)
        {
            var at = from.IndexOf('@', StringComparison.Ordinal);
            if (at > 0)
            {
                AddVersion(found, from[..at], from[(at + 1)..], to);
            }
            else
            {
                AddType(found, from, to);
            }
        }
    }

    private static void AddVersion(Dictionary<string, Resource> found, string type, string version, string like)
    {
        var source = found.TryGetValue($"{type}@{like}", out var resource)
            ? resource
            : throw new InvalidDataException($"aliases.txt: the data has no {type}@{like}");
        if (!found.TryAdd($"{type}@{version}", source with { Version = version }))
        {
            throw new InvalidDataException($"aliases.txt: the data has {type}@{version} by now");
        }
    }

    private static void AddType(Dictionary<string, Resource> found, string type, string like)
    {
        var sources = found.Where(entry => entry.Key.StartsWith($"{like}@", StringComparison.OrdinalIgnoreCase)).Select(entry => entry.Value).ToList();
        if (sources.Count == 0)
        {
            throw new InvalidDataException($"aliases.txt: the data has no {like}");
        }

        foreach (var source in sources)
        {
            if (!found.TryAdd($"{type}@{source.Version}", source with { Path = type[(source.Namespace.Length + 1)..] }))
            {
                throw new InvalidDataException($"aliases.txt: the data has {type}@{source.Version} by now");
            }
        }
    }
}
