using Verditer.EndToEnd;

namespace Verditer.Bench;

/// <summary>Tokens for another issuer's token: one signature is checked and one is made.</summary>
internal static class FederatedTokenBench
{
    private const string Subject = "system:serviceaccount:default:bench";
    private const string Host = "login.microsoftonline.com";

    public static async Task RunAsync(Setting setting, ServerProcess verditer, Azure azure)
    {
        Report.Title("Tokens (federated assertion, RS256, 2048 bits)");
        using var issuer = new FederatedIssuer(setting.StateFolder);
        var client = await azure.AddFederatedAsync(issuer.Issuer, Subject);
        var form = $"grant_type=client_credentials&client_id={client}&scope={Uri.EscapeDataString(Azure.ArmScope)}"
            + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer"
            + $"&client_assertion={issuer.Sign(Subject)}";
        using var hello = await setting.StartHelloAsync(2_000);
        var best = await setting.BestAsync(
            TokenBench.SignaturesAsync,
            () => Wrk.PostFormAsync(setting, hello.Port, "localhost", "/", form),
            () => Wrk.PostFormAsync(setting, verditer.Port, Host, $"/{azure.Tenant}/oauth2/v2.0/token", form));
        Report.Ratio("federated tokens", best[2], $"openssl on {Environment.ProcessorCount} cores", best[0]);
        Report.Ratio("federated tokens", best[2], "bare Kestrel", best[1]);
    }
}
