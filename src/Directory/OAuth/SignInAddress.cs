using Microsoft.AspNetCore.Http;

namespace Verditer.Directory;

/// <summary>The addresses that a client is told: Entra's own where it came by one of Entra's names, otherwise the one that it used.</summary>
internal static class SignInAddress
{
    public const string Stock = "login.microsoftonline.com";

    /// <summary>Entra's names, all of one cloud.</summary>
    public static readonly IReadOnlyList<string> StockHosts = [Stock, "login.windows.net", "login.microsoft.com", "sts.windows.net"];

    private static readonly HashSet<string> Stocks = new(StockHosts, StringComparer.OrdinalIgnoreCase);

    public static string Base(HttpRequest request) => IsStock(request) ? $"https://{Stock}" : $"{request.Scheme}://{request.Host}";

    /// <summary>The address of a private cloud; null where the client came by one of Entra's names.</summary>
    public static string? Origin(HttpRequest request) => IsStock(request) ? null : $"{request.Scheme}://{request.Host}";

    private static bool IsStock(HttpRequest request) => Stocks.Contains(request.Host.Host);
}
