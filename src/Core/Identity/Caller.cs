namespace Verditer.Core;

/// <summary>Who asks: what a validated token says of its bearer.</summary>
/// <param name="TenantId">The directory that issued the token.</param>
/// <param name="ObjectId">The principal's object id: what role assignments name.</param>
/// <param name="AppId">The application's client id; null for a user that signed in without one.</param>
/// <param name="ClientName">What Azure prints in refusals: the user's name (UPN), or the application's client id.</param>
/// <param name="Kind">What the principal is.</param>
/// <param name="Groups">Object ids of the groups that the principal belongs to, transitively.</param>
/// <param name="Expires">When the token ends (UTC, Verditer's clock).</param>
public sealed record Caller(
    string TenantId,
    string ObjectId,
    string? AppId,
    string ClientName,
    PrincipalKind Kind,
    IReadOnlyList<string> Groups,
    DateTimeOffset Expires)
{
    /// <summary>When the token was made (UTC, Verditer's clock).</summary>
    public DateTimeOffset Issued { get; init; }
}
