using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Takes what Entra ID gives: access tokens, and the name and secret of an application.</summary>
internal sealed class EntraSignIn(ITokenValidator validator, ITokenIssuer issuer)
{
    private const string Resource = "https://containerregistry.azure.net";

    private static readonly Audience OwnAudience = new("acr", [Resource, Resource + "/", "6a0ec4d3-30cb-4a83-91c0-ae56bc0e3d26"]);

    /// <summary>The bearer of an access token for registries or, where the registry takes them, for Resource Manager.</summary>
    public Result<Caller> Validate(RegistryFacts registry, string token)
    {
        var found = validator.Validate(token, OwnAudience);
        if (found.Error is not null && registry.TakesArmTokens && validator.Validate(token, Audience.ResourceManager) is { Error: null } taken)
        {
            found = taken;
        }

        return found.Error is null && !found.Value.TenantId.Equals(registry.TenantId, StringComparison.OrdinalIgnoreCase)
            ? new ArmError(401, "InvalidAuthenticationTokenTenant", "The access token is from the wrong tenant.")
            : found;
    }

    /// <summary>The application whose client id and secret these are; null where they are not.</summary>
    public async Task<Caller?> SignInAsync(RegistryFacts registry, string clientId, string secret, CancellationToken cancellationToken)
    {
        var signedIn = await issuer.ForClientSecretAsync(registry.TenantId, clientId, secret, Resource, cancellationToken);
        return signedIn.Token is { } token && validator.Validate(token.Value, OwnAudience) is { Error: null } found ? found.Value : null;
    }
}
