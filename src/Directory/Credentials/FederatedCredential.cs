using Verditer.Core;

namespace Verditer.Directory;

/// <summary>
/// A client that presents another issuer's token about itself. What it says must be what one of the client's federated credentials names; only then are
/// that issuer's keys looked up.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation</remarks>
internal sealed class FederatedCredential(DirectoryIndex index, IssuerKeys keys, TimeProvider time) : IClientCredential
{
    public string Type => "federatedIdentityCredential";

    public string ClientAuthentication => "2";

    public bool IsPresentedBy(ClientProof proof) => proof.Assertion is not null;

    public async ValueTask<OAuthError?> FindRefusalAsync(ClientProof proof, CancellationToken cancellationToken)
    {
        var assertion = proof.Assertion!;
        proof.Attempt.Note("assertionIssuer", assertion.Issuer);
        proof.Attempt.Note("assertionSubject", assertion.Subject);
        proof.Attempt.Note("assertionAudience", string.Join(' ', assertion.Audiences));
        if (FederatedMatch.Find(proof, assertion, out var refusal) is not { } credential)
        {
            return refusal;
        }

        proof.Attempt.CredentialKeyId = credential.Id;
        if (AssertionTimes.FindRefusal(assertion, time.GetUtcNow()) is { } outOfTime)
        {
            return outOfTime;
        }

        if (index.Tenants.All.FirstOrDefault(tenant => Issuers.IsOf(tenant.Id, credential.Issuer)) is { } own && !IsManagedIdentity(own, assertion))
        {
            return SignInErrors.OwnTokenForFederation();
        }

        var found = await keys.FindAsync(credential.Issuer, assertion.KeyId, cancellationToken);
        if (found is null)
        {
            return SignInErrors.IssuerUnreachable();
        }

        using var key = JsonWebKeySet.FindRsa(found, assertion.KeyId);
        return key is null ? SignInErrors.UnknownIssuerKey(assertion.KeyId)
            : assertion.IsSignedBy(key, "RS256") ? null
            : SignInErrors.WrongIssuerSignature(assertion.KeyId);
    }

    /// <summary>Of Entra's own tokens only a managed identity's may be exchanged.</summary>
    private bool IsManagedIdentity(TenantRecord tenant, SignedJwt assertion) =>
        index.ServicePrincipals.Find(DirectoryIndex.Key(tenant.Id, assertion.Subject)) is { Type: ServicePrincipalRecord.ManagedIdentityType, Enabled: true };
}
