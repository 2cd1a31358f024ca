using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>As whom AKS works on a cluster's resources: as itself, or, for a cluster on a service principal, as that service principal.</summary>
internal sealed class ClusterTokens(ITokenIssuer tokens, ServicePrincipalVault vault)
{
    private static readonly string Resource = Audience.ResourceManager.Values[0];

    /// <summary>A token of AKS's own principal, which registering the provider has made.</summary>
    public async ValueTask<string> ForAksAsync(string tenantId, CancellationToken cancellationToken)
    {
        var result = await tokens.ForFirstPartyAsync(tenantId, ContainerServiceProvider.AksAppId, Resource, cancellationToken);
        return result.Token?.Value ?? throw new InvalidOperationException($"AKS has no token: AADSTS{result.Error!.Number}: {result.Error.Text}");
    }

    /// <summary>A token for making what the cluster stands on.</summary>
    public async ValueTask<Result<string>> ForResourcesAsync(ClusterView cluster, string tenantId, CancellationToken cancellationToken) =>
        cluster.HasManagedIdentity
            ? await ForAksAsync(tenantId, cancellationToken)
            : await ForServicePrincipalAsync(cluster, tenantId, cancellationToken);

    /// <summary>A token of the cluster's service principal: it authorizes the add-ons, and on a cluster without managed identity everything else.</summary>
    public async ValueTask<Result<string>> ForServicePrincipalAsync(ClusterView cluster, string tenantId, CancellationToken cancellationToken)
    {
        if (await vault.FindAsync(cluster.Id, cancellationToken) is not { } credential)
        {
            return ClusterErrors.PrincipalMissing();
        }

        var result = await tokens.ForClientSecretAsync(tenantId, credential.ClientId, credential.Secret, Resource, cancellationToken);
        return result.Token is { } token
            ? token.Value
            : ClusterErrors.InvalidPrincipal(result.Error!, credential.ClientId, cluster.Id, isThere: true);
    }
}
