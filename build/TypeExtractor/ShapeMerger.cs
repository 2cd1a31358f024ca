namespace Verditer.TypeExtractor;

/// <summary>The shapes that are left, and the resources with their ids among them.</summary>
internal sealed record MergedShapes(List<Node> Nodes, List<Resource> Resources);

/// <summary>
/// Makes one shape of all that are alike, across types and api-versions: two nodes are alike when they say the same and their children are alike.
/// Circles make "alike" the coarsest partition that is stable, found by splitting until nothing splits.
/// </summary>
internal static class ShapeMerger
{
    public static MergedShapes Merge(List<Node> nodes, List<Resource> resources)
    {
        var classes = Split(nodes);
        var ids = new Dictionary<int, int>();
        var merged = new List<Node>();
        var numbered = resources.ConvertAll(resource => resource with
        {
            Body = Number(resource.Body, nodes, classes, ids, merged),
            Name = Number(resource.Name, nodes, classes, ids, merged),
        });
        return new(merged, numbered);
    }

    private static int[] Split(List<Node> nodes)
    {
        var byContent = new Dictionary<string, int>(StringComparer.Ordinal);
        var classes = nodes.Select(node => Id(byContent, node.Content)).ToArray();
        for (var count = byContent.Count; ;)
        {
            var bySignature = new Dictionary<int[], int>(SignatureComparer.Instance);
            var next = new int[classes.Length];
            for (var i = 0; i < next.Length; i++)
            {
                next[i] = Id(bySignature, [classes[i], .. nodes[i].Children.Select(child => classes[child])]);
            }

            classes = next;
            if (bySignature.Count == count)
            {
                return classes;
            }

            count = bySignature.Count;
        }
    }

    /// <summary>Ids in the order in which the sorted resources reach the shapes, so that the same input gives the same file.</summary>
    private static int Number(int node, List<Node> nodes, int[] classes, Dictionary<int, int> ids, List<Node> merged)
    {
        if (ids.TryGetValue(classes[node], out var known))
        {
            return known;
        }

        var id = ids[classes[node]] = merged.Count;
        merged.Add(nodes[node]);
        merged[id] = nodes[node] with { Children = [.. nodes[node].Children.Select(child => Number(child, nodes, classes, ids, merged))] };
        return id;
    }

    private static int Id<TKey>(Dictionary<TKey, int> ids, TKey key)
        where TKey : notnull
    {
        if (!ids.TryGetValue(key, out var id))
        {
            ids.Add(key, id = ids.Count);
        }

        return id;
    }

    private sealed class SignatureComparer : IEqualityComparer<int[]>
    {
        public static readonly SignatureComparer Instance = new();

        public bool Equals(int[]? x, int[]? y) => x.AsSpan().SequenceEqual(y);

        public int GetHashCode(int[] obj)
        {
            var hash = 17;
            foreach (var part in obj)
            {
                hash = unchecked((hash * 486187739) + part);
            }

            return hash;
        }
    }
}
