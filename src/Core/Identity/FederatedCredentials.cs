namespace Verditer.Core;

/// <summary>Whose tokens stand for a user-assigned identity. Values are compared exactly, the name without case.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations</remarks>
public sealed record FederatedIdentityCredential(string Name, string Issuer, string Subject, IReadOnlyList<string> Audiences);

/// <summary>What came of setting a federated credential.</summary>
public enum FederatedCredentialOutcome
{
    /// <summary>It is there as given.</summary>
    Set,

    /// <summary>The resource has no user-assigned identity.</summary>
    NoIdentity,

    /// <summary>The identity has as many as it may have.</summary>
    TooMany,

    /// <summary>Another one of the identity has this issuer and subject.</summary>
    SameIssuerAndSubject,
}
