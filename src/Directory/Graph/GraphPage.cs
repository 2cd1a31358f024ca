using System.Globalization;
using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>A list as Graph answers it: <c>$filter</c>, <c>$select</c>, <c>$top</c>, and <c>@odata.nextLink</c> while there is more.</summary>
internal static class GraphPage
{
    private const int DefaultLength = 100;
    private const int MostLength = 999;

    public static GraphAnswer Create(GraphRequest request, string entitySet, IEnumerable<JsonObject> items)
    {
        if (request.Query["$filter"].ToString() is { Length: > 0 } text)
        {
            if (GraphFilter.Parse(text, out var reason) is not { } filter)
            {
                return GraphError.InvalidFilter(reason!);
            }

            items = items.Where(item => filter(item));
        }

        var length = Number(request, "$top") is { } top and > 0 ? Math.Min(top, MostLength) : DefaultLength;
        var skipped = Number(request, "$skiptoken") ?? 0;
        var all = items.ToList();
        var page = new JsonObject { ["@odata.context"] = $"{request.Address}/$metadata#{entitySet}" };
        if (request.Query["$count"] == "true")
        {
            page["@odata.count"] = all.Count;
        }

        if (skipped + length < all.Count)
        {
            page["@odata.nextLink"] = NextLink(request, entitySet, skipped + length);
        }

        page["value"] = new JsonArray([.. all.Skip(skipped).Take(length).Select(item => Select(request, item))]);
        return GraphAnswer.Ok(page);
    }

    /// <summary>One object, with the properties that were asked for.</summary>
    public static GraphAnswer One(GraphRequest request, string entitySet, JsonObject item)
    {
        var selected = Select(request, item);
        selected.Insert(0, "@odata.context", $"{request.Address}/$metadata#{entitySet}/$entity");
        return GraphAnswer.Ok(selected);
    }

    private static JsonObject Select(GraphRequest request, JsonObject item)
    {
        if (request.Query["$select"].ToString() is not { Length: > 0 } select)
        {
            return item;
        }

        var names = select.Split(',', StringSplitOptions.TrimEntries);
        foreach (var other in item.Select(pair => pair.Key)
            .Where(key => !key.StartsWith('@') && !names.Contains(key, StringComparer.OrdinalIgnoreCase)).ToList())
        {
            item.Remove(other);
        }

        return item;
    }

    private static string NextLink(GraphRequest request, string entitySet, int skip)
    {
        var kept = request.Query.Where(pair => pair.Key != "$skiptoken")
            .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}");
        return $"{request.Address}/{entitySet}?{string.Join('&', kept.Append($"$skiptoken={skip}"))}";
    }

    private static int? Number(GraphRequest request, string name) =>
        int.TryParse(request.Query[name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
