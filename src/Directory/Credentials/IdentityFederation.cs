using Verditer.Core;

namespace Verditer.Directory;

/// <summary>The federated credentials of a user-assigned identity, and what a change makes of them.</summary>
internal static class IdentityFederation
{
    private const int MostOfOne = 20;

    /// <param name="after">The identity with the credential; itself where it has it already.</param>
    public static FederatedCredentialOutcome Set(ServicePrincipalRecord identity, FederatedIdentityCredential credential, out ServicePrincipalRecord after)
    {
        after = identity;
        var others = identity.FederatedCredentials.Where(each => !IsNamed(each, credential.Name)).ToList();
        if (others.Exists(each => each.Issuer == credential.Issuer && each.Subject == credential.Subject))
        {
            return FederatedCredentialOutcome.SameIssuerAndSubject;
        }

        if (others.Count >= MostOfOne)
        {
            return FederatedCredentialOutcome.TooMany;
        }

        var before = identity.FederatedCredentials.FirstOrDefault(each => IsNamed(each, credential.Name));
        if (before is null || before.Issuer != credential.Issuer || before.Subject != credential.Subject || !before.Audiences.SequenceEqual(credential.Audiences))
        {
            var record = new FederatedCredentialRecord(before?.Id ?? NewObjects.Id(), before?.Name ?? credential.Name, credential.Issuer, credential.Subject, credential.Audiences);
            after = identity with { FederatedCredentials = [.. others, record] };
        }

        return FederatedCredentialOutcome.Set;
    }

    public static ServicePrincipalRecord Remove(ServicePrincipalRecord identity, string name) =>
        identity.FederatedCredentials.Any(each => IsNamed(each, name))
            ? identity with { FederatedCredentials = [.. identity.FederatedCredentials.Where(each => !IsNamed(each, name))] }
            : identity;

    private static bool IsNamed(FederatedCredentialRecord credential, string name) => credential.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
