namespace Verditer.Directory;

/// <summary>One request for a token and what became of it.</summary>
/// <param name="Time">UTC, Verditer's clock.</param>
/// <param name="ClientId">The client id as it was sent.</param>
/// <param name="PrincipalId">The service principal's object id; null when it was not found.</param>
/// <param name="Resource">What the token was asked for.</param>
/// <param name="ErrorCode">0 for success, otherwise the AADSTS number.</param>
/// <param name="CredentialType">How the client proved itself: <c>clientSecret</c>, <c>managedIdentity</c> or <c>firstParty</c>.</param>
public sealed record SignIn(
    string Id, DateTimeOffset Time, string? TenantId, string? ClientId, string? PrincipalId, string? Resource, int ErrorCode, string? FailureReason,
    string CredentialType)
{
    public bool Succeeded => ErrorCode == 0;
}

/// <summary>Sign-ins that were written together.</summary>
public sealed record SignInChunk(IReadOnlyList<SignIn> Entries);
