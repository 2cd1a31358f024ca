using System.Globalization;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>
/// Tokens of a machine's identity, from its metadata listener: the control plane's own, or the one of a node that is named.
/// Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token#retry-guidance
/// </summary>
internal sealed class ManagedIdentityTokens(string socket, TimeProvider time, string audience = AzureApi.Audience, string? clientId = null) : ITokenSource
{
    private static readonly TimeSpan[] Pauses = [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(8)];

    private readonly HttpClient _http = AzureConnection.ToSocket(socket);

    private readonly Uri _address = new(
        $"http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource={Uri.EscapeDataString(audience)}"
        + (clientId is null ? "" : $"&client_id={Uri.EscapeDataString(clientId)}"));

    public async Task<TokenAnswer> RequestAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; attempt++)
        {
            var answer = await AskAsync(cancellationToken);
            if (attempt == Pauses.Length || answer.Status is not (404 or 410 or 429 or >= 500))
            {
                return answer;
            }

            await Task.Delay(Pauses[attempt], time, cancellationToken);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<TokenAnswer> AskAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, _address);
        request.Headers.Add("Metadata", "true");
        return await TokenReply.ReadAsync(_http, request, Expires, cancellationToken);
    }

    private static DateTimeOffset? Expires(System.Text.Json.Nodes.JsonObject body) =>
        long.TryParse(body.Text("expires_on"), CultureInfo.InvariantCulture, out var seconds) ? DateTimeOffset.FromUnixTimeSeconds(seconds) : null;
}
