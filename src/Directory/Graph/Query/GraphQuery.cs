using System.Globalization;
using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>The query options of a list, read and checked.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/query-parameters, https://learn.microsoft.com/graph/aad-advanced-queries</remarks>
internal sealed record GraphQuery(
    GraphFilter? Filter, Func<JsonObject, bool>? Search, GraphOrder Order, int Length, bool Count, IReadOnlyList<string>? After)
{
    private const int DefaultLength = 100;
    private const int MostLength = 999;

    public static GraphQuery? Parse(GraphRequest request, GraphOrder order, out GraphError? refusal)
    {
        refusal = null;
        GraphFilter? filter = null;
        Func<JsonObject, bool>? search = null;
        var (length, after) = (DefaultLength, (IReadOnlyList<string>?)null);
        if (request.Option("$filter") is { } filterText)
        {
            filter = GraphFilter.Parse(filterText, out var reason);
            refusal = filter is null ? GraphError.InvalidFilter(reason!)
                : filter.Advanced is { } name && !request.IsEventual && request.IsDirectory ? GraphError.NeedsAdvancedQuery(name)
                : null;
        }

        if (request.Option("$search") is { } searchText)
        {
            search = GraphSearch.Parse(searchText);
            refusal ??= !request.IsEventual ? GraphError.SearchNeedsConsistencyLevel() : search is null ? GraphError.InvalidSearch(searchText) : null;
        }

        if (request.Option("$orderby") is { } orderText)
        {
            refusal ??= GraphOrder.Parse(orderText) is null ? GraphError.InvalidOption("$orderby", orderText)
                : request is { IsDirectory: true, IsEventual: false } && filter is not null ? GraphError.OrderWithFilterNeedsAdvancedQuery()
                : null;
            order = GraphOrder.Parse(orderText) ?? order;
        }

        if (request.Option("$top") is { } topText)
        {
            refusal ??= int.TryParse(topText, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length is > 0 and <= MostLength
                ? null
                : GraphError.InvalidTop(topText, MostLength);
        }

        if (request.Option("$skiptoken") is { } token)
        {
            after = GraphSkipToken.Read(token);
            refusal ??= after is null ? GraphError.InvalidSkipToken() : null;
        }

        var count = request.Option("$count") == "true" && (request.IsEventual || !request.IsDirectory);
        return refusal is null ? new(filter, search, order, length, count, after) : null;
    }
}
