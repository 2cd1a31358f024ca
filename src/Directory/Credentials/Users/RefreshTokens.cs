using Verditer.Core;

namespace Verditer.Directory;

/// <summary>
/// Refresh tokens: bound to user, tenant and client, sealed. Each use gives a new one; the one before stays good until its own end, as in Entra. One that
/// was not used for 90 days has ended.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/refresh-tokens</remarks>
internal sealed class RefreshTokens(DirectoryIndex index, ISecretProtector protector, TimeProvider time)
{
    private static readonly TimeSpan Inactivity = TimeSpan.FromDays(90);

    private readonly SealedGrants _sealed = new(protector, "directory/refresh-token", "1.");

    public string Create(UserSession session) => _sealed.Seal(new(
        session.Tenant.Id, session.User.Id, session.Client.ClientId, session.User.Password?.KeyId, session.Authenticated, time.GetUtcNow(),
        session.Client.ClientAuthentication == "0"));

    public UserGrant? Read(string token) => _sealed.Open(token);

    /// <summary>Why it gives no more tokens; null while it does.</summary>
    public OAuthError? FindRefusal(UserGrant grant, TenantRecord tenant, UserRecord? user)
    {
        return UserSessions.FindRefusal(tenant, user, grant.Authenticated, grant.PasswordId)
            ?? (time.GetUtcNow() >= grant.Issued + Inactivity ? SignInErrors.UnusedTooLong(grant.Issued, Inactivity) : null);
    }

    public UserRecord? FindUser(UserGrant grant) => index.Users.Find(DirectoryIndex.Key(grant.TenantId, grant.UserId));
}
