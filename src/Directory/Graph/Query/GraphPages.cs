using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>Lists and single objects as Graph answers them: filtered, ordered, expanded, cut to the properties asked for, a page at a time.</summary>
internal sealed class GraphPages(GraphRelations relations)
{
    public GraphAnswer List(GraphRequest request, string context, IEnumerable<JsonObject> items, GraphOrder? order = null)
    {
        if (GraphQuery.Parse(request, order ?? GraphOrder.Default, out var refusal) is not { } query
            || GraphExpand.Parse(request, out refusal) is not { } expand)
        {
            return refusal!;
        }

        var placed = Matching(items, query).Select(item => (Place: query.Order.PlaceOf(item), Item: item)).OrderBy(each => each.Place, query.Order).ToList();
        var left = query.After is null ? placed : placed.Where(each => query.Order.Compare(each.Place, query.After) > 0).ToList();
        var page = new JsonObject { ["@odata.context"] = $"{request.Address}/$metadata#{context}" };
        if (query.Count)
        {
            page["@odata.count"] = placed.Count;
        }

        if (left.Count > query.Length)
        {
            page["@odata.nextLink"] = NextLink(request, left[query.Length - 1].Place);
        }

        page["value"] = new JsonArray([.. left.Take(query.Length).Select(each => Shape(request, expand, each.Item))]);
        return GraphAnswer.Ok(page);
    }

    /// <summary>How many there are, as plain text (<c>/$count</c>).</summary>
    public static GraphAnswer Count(GraphRequest request, IEnumerable<JsonObject> items) =>
        !request.IsEventual ? GraphError.CountNeedsConsistencyLevel()
        : GraphQuery.Parse(request, GraphOrder.Default, out var refusal) is not { } query ? refusal!
        : GraphAnswer.Ok(JsonValue.Create(Matching(items, query).Count()));

    /// <summary>One object, with what was asked for.</summary>
    public GraphAnswer One(GraphRequest request, string context, JsonObject item)
    {
        if (GraphExpand.Parse(request, out var refusal) is not { } expand)
        {
            return refusal!;
        }

        var shaped = Shape(request, expand, item);
        shaped.Insert(0, "@odata.context", $"{request.Address}/$metadata#{context}/$entity");
        return GraphAnswer.Ok(shaped);
    }

    private static IEnumerable<JsonObject> Matching(IEnumerable<JsonObject> items, GraphQuery query) =>
        items.Where(item => query.Filter?.Matches(item) != false && query.Search?.Invoke(item) != false);

    private JsonObject Shape(GraphRequest request, IReadOnlyList<GraphExpand> expand, JsonObject item)
    {
        var id = (string?)item["id"];
        GraphExpand.Select(item, request.Option("$select"));
        foreach (var each in expand)
        {
            if (id is not null && relations.Of(request.TenantId, id, each.Relation) is { } related)
            {
                item[each.Relation] = each.Shape(related);
            }
        }

        return item;
    }

    private static string NextLink(GraphRequest request, IReadOnlyList<string> place)
    {
        var kept = request.Query.Where(pair => !pair.Key.Equals("$skiptoken", StringComparison.OrdinalIgnoreCase))
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}");
        return $"{request.Address}/{request.Path}?{string.Join('&', kept.Append($"$skiptoken={GraphSkipToken.Write(place)}"))}";
    }
}
