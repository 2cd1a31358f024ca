namespace Verditer.Directory;

/// <summary>A user's sign-in, as a sealed text carries it on: a refresh token, a session cookie.</summary>
/// <param name="ClientId">Whom it was given to; null in a cookie.</param>
/// <param name="PasswordId">The password that was used: with another one it counts no more.</param>
/// <param name="Authenticated">When the user gave the password (UTC, Verditer's clock).</param>
/// <param name="Issued">When this text was made.</param>
/// <param name="IsPublic">True when the client needed no credential of its own.</param>
public sealed record UserGrant(
    string TenantId, string UserId, string? ClientId, string? PasswordId, DateTimeOffset Authenticated, DateTimeOffset Issued, bool IsPublic);
