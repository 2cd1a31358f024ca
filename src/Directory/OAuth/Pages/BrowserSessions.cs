using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A user who is signed in with a browser.</summary>
internal sealed record BrowserSession(TenantRecord Tenant, UserRecord User, DateTimeOffset Authenticated);

/// <summary>Who is signed in with a browser, by a sealed cookie. It counts for a day, and no longer than the user's password does.</summary>
internal sealed class BrowserSessions(DirectoryIndex index, ISecretProtector protector, TimeProvider time)
{
    private const string Cookie = "__Host-verditer-session";
    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);

    private readonly SealedGrants _sealed = new(protector, "directory/browser-session", "");

    public BrowserSession? Read(HttpContext context)
    {
        if (_sealed.Open(context.Request.Cookies[Cookie]) is not { } grant || index.FindTenant(grant.TenantId) is not { } tenant
            || index.Users.Find(DirectoryIndex.Key(grant.TenantId, grant.UserId)) is not { Enabled: true } user)
        {
            return null;
        }

        var ended = (time.GetUtcNow() - grant.Issued).Duration() >= Lifetime || grant.PasswordId != user.Password?.KeyId || UserSessions.Ended(user, grant.Authenticated);
        return ended ? null : new(tenant, user, grant.Authenticated);
    }

    public BrowserSession Begin(HttpContext context, TenantRecord tenant, UserRecord user)
    {
        var now = time.GetUtcNow();
        context.Response.Cookies.Append(Cookie, _sealed.Seal(new(tenant.Id, user.Id, null, user.Password?.KeyId, now, now, true)), PageWriter.CookieOptions);
        return new(tenant, user, now);
    }

    public static void End(HttpContext context) => context.Response.Cookies.Delete(Cookie, PageWriter.CookieOptions);
}
