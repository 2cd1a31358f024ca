namespace Verditer.Directory;

/// <summary>One operation of Graph.</summary>
/// <param name="Pattern">Segments after the version; <c>{}</c> stands for an object's key.</param>
internal sealed record GraphRoute(string Method, string Pattern, Func<GraphRequest, Task<GraphAnswer>> Handle)
{
    private const string AnyKey = "{}";

    /// <summary>A cast in a path, such as <c>deletedItems/microsoft.graph.user</c>, is a segment like any other.</summary>
    private readonly string[] _segments = Pattern.Split('/');

    public GraphRoute(string method, string pattern, Func<GraphRequest, GraphAnswer> handle)
        : this(method, pattern, request => Task.FromResult(handle(request)))
    {
    }

    /// <summary>True, with the keys in it, when a path is this operation's.</summary>
    public bool Fits(IReadOnlyList<string> segments, out IReadOnlyList<string> keys)
    {
        keys = [];
        if (segments.Count != _segments.Length)
        {
            return false;
        }

        var found = new List<string>();
        for (var i = 0; i < segments.Count; i++)
        {
            if (_segments[i] == AnyKey)
            {
                found.Add(segments[i]);
            }
            else if (!_segments[i].Equals(segments[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        keys = found;
        return true;
    }

    /// <summary>A path's segments; <c>applications(appId='x')</c> reads as <c>applications/appId=x</c>.</summary>
    public static IReadOnlyList<string> Split(string path)
    {
        var segments = new List<string>();
        foreach (var segment in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var open = segment.IndexOf('(', StringComparison.Ordinal);
            if (open > 0 && segment.EndsWith(')'))
            {
                segments.Add(segment[..open]);
                segments.Add(segment[(open + 1)..^1].Replace("'", "", StringComparison.Ordinal));
            }
            else
            {
                segments.Add(segment);
            }
        }

        return segments;
    }
}
