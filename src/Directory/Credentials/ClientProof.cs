using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What a client presents to prove itself, and whom it claims to be.</summary>
/// <param name="Application">Null for a managed identity.</param>
/// <param name="Assertion">The <c>client_assertion</c>, once it could be read.</param>
/// <param name="Host">The host by which the client reached the directory: part of the audience of its own assertions.</param>
internal sealed record ClientProof(
    TenantRecord Tenant, ApplicationRecord? Application, ServicePrincipalRecord Principal, string? Secret, SignedJwt? Assertion, string? Host,
    SignInAttempt Attempt)
{
    public string ClientId => Principal.AppId;

    public IReadOnlyList<PasswordRecord> Passwords => Principal.Passwords.Count == 0
        ? Application?.Passwords ?? []
        : [.. Application?.Passwords ?? [], .. Principal.Passwords];

    public IReadOnlyList<KeyCredentialRecord> Keys => [.. Application?.KeyCredentials ?? [], .. Principal.KeyCredentials];

    public IReadOnlyList<FederatedCredentialRecord> FederatedCredentials =>
        [.. Application?.FederatedCredentials ?? [], .. Principal.FederatedCredentials];
}

/// <summary>One way for a client to prove itself. A new way is a new one of these.</summary>
internal interface IClientCredential
{
    /// <summary>How the sign-in log calls it.</summary>
    string Type { get; }

    /// <summary>The token's <c>appidacr</c>: 1 for a secret, 2 for an assertion.</summary>
    string ClientAuthentication { get; }

    bool IsPresentedBy(ClientProof proof);

    /// <summary>Null when the client is who it says.</summary>
    ValueTask<OAuthError?> FindRefusalAsync(ClientProof proof, CancellationToken cancellationToken);
}
