namespace Verditer.Registry;

/// <summary>The order that <c>orderby</c> asks for; without it, that of names.</summary>
internal static class TimeOrder
{
    public static IEnumerable<T> Of<T>(RegistryRequest request, IEnumerable<T> all, Func<T, DateTimeOffset> updated) => request.Value("orderby") switch
    {
        "timeasc" => all.OrderBy(updated),
        "timedesc" => all.OrderByDescending(updated),
        _ => all,
    };
}
