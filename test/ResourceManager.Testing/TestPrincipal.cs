using Verditer.Core;

namespace Verditer.ResourceManager.Testing;

/// <summary>Somebody who can ask: an application with a secret, a managed identity, one of Azure's own services.</summary>
/// <param name="ClientId">What Azure prints in refusals.</param>
/// <param name="ObjectId">What role assignments name.</param>
public sealed record TestPrincipal(string TenantId, string ClientId, string ObjectId)
{
    /// <summary>Gets a new token for Resource Manager, as the principal itself would.</summary>
    public required Func<ITokenIssuer, ValueTask<OAuthResult>> SignIn { get; init; }

    internal static TestPrincipal WithSecret(string tenantId, string clientId, string objectId, string secret) => new(tenantId, clientId, objectId)
    {
        SignIn = tokens => tokens.ForClientSecretAsync(tenantId, clientId, secret, Audience.ResourceManager.Values[0]),
    };

    internal static TestPrincipal Of(ManagedIdentity identity) => new(identity.TenantId, identity.ClientId, identity.PrincipalId)
    {
        SignIn = tokens => tokens.ForManagedIdentityAsync(identity, Audience.ResourceManager.Values[0]),
    };

    internal static TestPrincipal Of(Principal firstParty) => new(firstParty.TenantId, firstParty.AppId!, firstParty.ObjectId)
    {
        SignIn = tokens => tokens.ForFirstPartyAsync(firstParty.TenantId, firstParty.AppId!, Audience.ResourceManager.Values[0]),
    };
}
