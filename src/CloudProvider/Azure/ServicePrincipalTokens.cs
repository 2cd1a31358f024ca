using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>
/// Tokens of a service principal, by its secret.
/// Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-client-creds-grant-flow#first-case-access-token-request-with-a-shared-secret
/// </summary>
internal sealed class ServicePrincipalTokens(HttpClient http, string tenantId, ServicePrincipalCredential principal, TimeProvider time) : ITokenSource
{
    private readonly Uri _address = new($"https://login.microsoftonline.com/{tenantId}/oauth2/v2.0/token");

    public async Task<TokenAnswer> RequestAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, _address);
        request.Content = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_id", principal.ClientId),
            new("client_secret", principal.Secret),
            new("scope", AzureApi.Audience + "/.default"),
        ]);
        return await TokenReply.ReadAsync(http, request, Expires, cancellationToken);
    }

    public void Dispose()
    {
        // The client belongs to the cloud provider.
    }

    private DateTimeOffset? Expires(JsonObject body) => body.Number("expires_in") is { } seconds ? time.GetUtcNow().AddSeconds(seconds) : null;
}
