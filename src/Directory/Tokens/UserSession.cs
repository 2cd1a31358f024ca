namespace Verditer.Directory;

/// <summary>A user who signed in to a client.</summary>
/// <param name="Authenticated">When the user gave the password (UTC, Verditer's clock).</param>
/// <param name="Capabilities"><c>xms_cc</c>.</param>
internal sealed record UserSession(
    TenantRecord Tenant, UserRecord User, KnownClient Client, DateTimeOffset Authenticated, IReadOnlyList<string> Capabilities, string? IpAddress)
{
    /// <summary>OpenID Connect's <c>nonce</c>, which the ID token gives back.</summary>
    public string? Nonce { get; init; }
}
