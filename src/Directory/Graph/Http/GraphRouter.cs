namespace Verditer.Directory;

/// <summary>Operations of Graph that a part of it offers.</summary>
internal interface IGraphRoutes
{
    IEnumerable<GraphRoute> Routes { get; }
}

/// <summary>Finds the operation of a request. Of two that fit, the one that was registered first.</summary>
internal sealed class GraphRouter(IEnumerable<IGraphRoutes> parts)
{
    private readonly IReadOnlyList<GraphRoute> _routes = [.. parts.SelectMany(part => part.Routes)];

    public async Task<GraphAnswer> AnswerAsync(string method, GraphRequest request)
    {
        var segments = GraphRoute.Split(request.Path);
        var isKnown = false;
        foreach (var route in _routes)
        {
            if (!route.Fits(segments, out var keys))
            {
                continue;
            }

            isKnown = true;
            if (route.Method.Equals(method, StringComparison.OrdinalIgnoreCase))
            {
                return await route.Handle(request with { Keys = keys });
            }
        }

        return isKnown ? GraphError.WrongMethod() : GraphError.NoSegment(segments is [.., var last] ? last : "");
    }
}
