using System.Globalization;

namespace Verditer.Registry;

/// <summary>Part of an ordered list, as <c>n</c> and <c>last</c> ask for it.</summary>
/// <param name="Link">The header that leads on; null at the end.</param>
internal sealed record Page<T>(IReadOnlyList<T> Items, string? Link);

/// <remarks>Source: https://github.com/opencontainers/distribution-spec/blob/main/spec.md#listing-tags, and recorded traffic for Azure's own lists</remarks>
internal static class Paging
{
    /// <summary>So many where nothing is asked for, in lists that Azure cuts.</summary>
    public const int Usual = 100;

    /// <param name="all">In the order in which it is shown. Without <c>orderby</c> that is the order of names.</param>
    /// <param name="usual">So many where <c>n</c> is missing; null for all.</param>
    public static Outcome<Page<T>> Of<T>(RegistryRequest request, IEnumerable<T> all, Func<T, string> name, int? usual)
    {
        var most = usual ?? int.MaxValue;
        if (request.Value("n") is { } n && (!int.TryParse(n, NumberStyles.None, CultureInfo.InvariantCulture, out most) || most < 0))
        {
            return RegistryErrors.PageInvalid(n);
        }

        var order = request.Value("orderby");
        var rest = request.Value("last") is not { } last ? all
            : order is null ? all.SkipWhile(item => string.CompareOrdinal(name(item), last) <= 0)
            : all.SkipWhile(item => name(item) != last).Skip(1);
        var items = rest.Take(most == int.MaxValue ? most : most + 1).ToList();
        if (items.Count <= most)
        {
            return new Page<T>(items, null);
        }

        items.RemoveAt(most);
        return new Page<T>(items, most == 0 ? null : Link(request, name(items[^1]), most, order));
    }

    private static string Link(RegistryRequest request, string last, int n, string? order) => string.Create(
        CultureInfo.InvariantCulture, $"<{request.Http.Path.ToUriComponent()}?last={Uri.EscapeDataString(last)}&n={n}&orderby={order}>; rel=\"next\"");
}
