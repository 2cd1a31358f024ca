using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>A service principal that a cluster is to use exists and its secret is the right one and has not ended: Entra ID is asked, as at the token endpoint.</summary>
internal sealed class ServicePrincipalCheck(ITokenIssuer tokens)
{
    private const int UnknownApplication = 700016;

    /// <param name="isThere">True for a cluster that exists: what mends it is another command than for one that is to be made.</param>
    public async ValueTask<ArmError?> CheckAsync(
        string tenantId, ResourceId cluster, bool isThere, ServicePrincipalCredential credential, CancellationToken cancellationToken)
    {
        var result = await tokens.ForClientSecretAsync(
            tenantId, credential.ClientId, credential.Secret, Audience.ResourceManager.Values[0], cancellationToken);
        return result.Error switch
        {
            null => null,
            { Number: UnknownApplication } => ClusterErrors.PrincipalNotFound(credential.ClientId, tenantId),
            { } error => ClusterErrors.InvalidPrincipal(error, credential.ClientId, cluster, isThere),
        };
    }
}
