using System.Text.Json;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>
/// What a node shows to Azure's registries: its kubelet identity's token, from the node's own metadata listener, exchanged at the registry. Where any of it is refused the
/// node has nothing to show, and the pull fails with the registry's answer, as with the credential provider of AKS.
/// Source: https://github.com/kubernetes-sigs/cloud-provider-azure/tree/master/pkg/credentialprovider, and the recorded exchange of `az acr login --expose-token`.
/// </summary>
internal sealed class KubeletImageCredentials(IMetadataListeners metadata, CloudEndpoints endpoints, TimeProvider time) : IImageCredentials
{
    /// <summary>The user name with which a refresh token is a password.</summary>
    private const string TokenUser = "00000000-0000-0000-0000-000000000000";

    private const string Suffix = ".azurecr.io";
    private const string Audience = "https://containerregistry.azure.net";

    public async ValueTask<ImageCredential?> FindAsync(NodeSpec node, string image, CancellationToken cancellationToken)
    {
        var registry = image.Split('/')[0].ToLowerInvariant();
        if (!registry.EndsWith(Suffix, StringComparison.Ordinal) || metadata.FindNodeSocket(node.Name) is not { } socket
            || !node.Labels.TryGetValue(NodeLabels.KubeletClientId, out var clientId))
        {
            return null;
        }

        using var tokens = new ManagedIdentityTokens(socket, time, Audience, clientId);
        return (await tokens.RequestAsync(cancellationToken)).Token is { } token && await ExchangeAsync(registry, token.Value, cancellationToken) is { } refresh
            ? new(TokenUser, refresh)
            : null;
    }

    private async Task<string?> ExchangeAsync(string registry, string token, CancellationToken cancellationToken)
    {
        using var http = AzureConnection.ToAzure(endpoints);
        using var form = new FormUrlEncodedContent([new("grant_type", "access_token"), new("service", registry), new("access_token", token)]);
        using var answer = await http.PostAsync(new Uri($"https://{registry}/oauth2/exchange"), form, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            return null;
        }

        try
        {
            return Json.ParseObject(await answer.Content.ReadAsByteArrayAsync(cancellationToken)).Text("refresh_token");
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
