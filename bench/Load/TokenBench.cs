using System.Diagnostics;
using System.Globalization;

namespace Verditer.Bench;

/// <summary>Tokens for a client secret, against what the cores can sign.</summary>
internal static class TokenBench
{
    public static async Task RunAsync(Setting setting, ServerProcess verditer, Azure azure)
    {
        Report.Title("Tokens (client secret, RS256, 2048 bits)");
        var best = await setting.BestAsync(
            SignaturesAsync,
            () => Wrk.PostFormAsync(setting, verditer.Port, "login.microsoftonline.com", $"/{azure.Tenant}/oauth2/v2.0/token", azure.OwnTokenForm()));
        Report.Ratio("tokens", best[1], $"openssl on {Environment.ProcessorCount} cores", best[0], 0.75);
    }

    /// <summary>RSA signatures a second on all cores.</summary>
    public static async Task<double> SignaturesAsync()
    {
        using var openssl = Process.Start(new ProcessStartInfo("openssl", $"speed -seconds 2 -multi {Environment.ProcessorCount} rsa2048") { RedirectStandardOutput = true, RedirectStandardError = true })!;
        openssl.BeginErrorReadLine();
        var output = await openssl.StandardOutput.ReadToEndAsync();
        await openssl.WaitForExitAsync();
        // "rsa 2048 bits 0.000114s 0.000007s   8770.1 146000.0"
        var words = output.Split('\n').Last(l => l.StartsWith("rsa", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return double.Parse(words[^2], CultureInfo.InvariantCulture);
    }
}
