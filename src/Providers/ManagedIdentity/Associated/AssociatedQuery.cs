using System.Globalization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ManagedIdentity;

/// <summary>What a list of associated resources asks for: <c>$filter</c>, <c>$orderby</c>, <c>$top</c>, <c>$skip</c> or <c>$skiptoken</c>.</summary>
/// <param name="Top">0 for the count alone.</param>
internal sealed record AssociatedQuery(Func<AssociatedResource, bool> Matches, Func<AssociatedResource, string> Order, bool Descending, int Skip, int Top)
{
    private const int PageSize = 100;

    public static Result<AssociatedQuery> Read(ArmRequest request)
    {
        var text = request.Query.GetValueOrDefault("$filter");
        if (AssociatedFilter.Read(text) is not { } matches)
        {
            return Invalid("$filter", text);
        }

        var orderBy = request.Query.GetValueOrDefault("$orderby");
        if (Ordering(orderBy) is not { } order)
        {
            return Invalid("$orderby", orderBy);
        }

        if (Number(request, "$top", PageSize) is not { } top)
        {
            return Invalid("$top", request.Query["$top"]);
        }

        // A token says how many came before: there is no other state to a list that is computed anew.
        var from = request.Query.ContainsKey("$skiptoken") ? "$skiptoken" : "$skip";
        return Number(request, from, 0) is { } skip
            ? new AssociatedQuery(matches, order.Field, order.Descending, skip, Math.Min(top, PageSize))
            : Invalid(from, request.Query[from]);
    }

    public IEnumerable<AssociatedResource> Apply(IEnumerable<AssociatedResource> all)
    {
        var matching = all.Where(Matches);
        return Descending ? matching.OrderByDescending(Order, StringComparer.OrdinalIgnoreCase) : matching.OrderBy(Order, StringComparer.OrdinalIgnoreCase);
    }

    public static string Next(ArmContext context, int skip)
    {
        var kept = context.Request.Query.Where(q => !q.Key.Equals("$skip", StringComparison.OrdinalIgnoreCase) && !q.Key.Equals("$skiptoken", StringComparison.OrdinalIgnoreCase))
            .Select(q => $"{q.Key}={Uri.EscapeDataString(q.Value)}");
        return context.Link(Uri.EscapeDataString(context.Request.Path).Replace("%2F", "/", StringComparison.Ordinal))
            + $"?{string.Join('&', kept.Append(string.Create(CultureInfo.InvariantCulture, $"$skiptoken={skip}")))}";
    }

    private static (Func<AssociatedResource, string> Field, bool Descending)? Ordering(string? text) =>
        (text ?? "name").Split(' ', StringSplitOptions.RemoveEmptyEntries) switch
        {
            [var name] when AssociatedResource.Fields.TryGetValue(name, out var field) => (field, false),
            [var name, "asc" or "desc"] words when AssociatedResource.Fields.TryGetValue(name, out var field) => (field, words[1] == "desc"),
            _ => null,
        };

    private static int? Number(ArmRequest request, string name, int otherwise) =>
        !request.Query.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static ArmError Invalid(string name, string? value) => ArmErrors.BadRequest($"The value '{value}' of the query parameter {name} is not valid.", name);
}
