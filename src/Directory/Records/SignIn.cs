namespace Verditer.Directory;

/// <summary>One request for a token and what became of it.</summary>
/// <param name="Id">The request's id: what the answer calls <c>trace_id</c>.</param>
/// <param name="Time">UTC, Verditer's clock.</param>
/// <param name="ClientId">The client id as it was sent.</param>
/// <param name="PrincipalId">The service principal's object id; null when it was not found.</param>
/// <param name="Resource">What the token was asked for.</param>
/// <param name="ErrorCode">0 for success, otherwise the AADSTS number.</param>
/// <param name="CredentialType">
/// How the client proved itself: <c>clientSecret</c>, <c>certificate</c>, <c>federatedIdentityCredential</c>, <c>managedIdentity</c>,
/// <c>firstParty</c>, or <c>none</c> for a public client.
/// </param>
public sealed record SignIn(
    string Id, DateTimeOffset Time, string? TenantId, string? ClientId, string? PrincipalId, string? Resource, int ErrorCode, string? FailureReason,
    string CredentialType)
{
    /// <summary>The host's clock at the same moment (UTC); null in what was written before it was kept.</summary>
    public DateTimeOffset? HostTime { get; init; }

    /// <summary>OAuth's <c>grant_type</c>, or the step of an interactive sign-in such as <c>authorize</c>; null for what works inside this process.</summary>
    public string? Grant { get; init; }

    /// <summary>Which of the client's credentials it was.</summary>
    public string? CredentialKeyId { get; init; }

    /// <summary>The user's object id, where a user signed in and was found.</summary>
    public string? UserId { get; init; }

    /// <summary>The user's name as it was sent.</summary>
    public string? UserPrincipalName { get; init; }

    public string? IpAddress { get; init; }

    public string? UserAgent { get; init; }

    public string? CorrelationId { get; init; }

    /// <summary>What else decided it, by name: such as the subject of a federated token and the subjects that would have been taken.</summary>
    public IReadOnlyDictionary<string, string>? Facts { get; init; }

    public bool Succeeded => ErrorCode == 0;
}

/// <summary>Sign-ins that were written together.</summary>
public sealed record SignInChunk(IReadOnlyList<SignIn> Entries);
