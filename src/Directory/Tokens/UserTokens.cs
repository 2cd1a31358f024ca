using System.Buffers.Text;
using System.Text;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Issues what a client gets for a user: access token, refresh token, ID token.</summary>
internal sealed class UserTokens(
    Consent consent, UserTokenPayload payloads, KeyRing keys, RefreshTokens refreshTokens, DirectoryOptions options, TimeProvider time)
{
    private static readonly TimeSpan IdTokenLifetime = TimeSpan.FromHours(1);

    /// <summary>Consent is looked for; where it is missing, nothing is issued.</summary>
    /// <param name="v1">True at the v1 endpoint.</param>
    public TokenAnswer Issue(UserSession session, RequestedAccess asked, bool v1, string? origin)
    {
        if (consent.Resolve(session.Tenant, session.Client, session.User, asked, origin, out var refusal) is not { } access)
        {
            return refusal!;
        }

        if (!consent.IsGiven(session.Tenant, session.Client, session.User, access))
        {
            return SignInErrors.ConsentRequired(session.Client.ClientId, session.Client.DisplayName);
        }

        return new(Sign(session, access), null)
        {
            Scope = v1 ? string.Join(' ', access.Scopes) : string.Join(' ', Qualified(asked, access)),
            RefreshToken = asked.WantsRefreshToken ? refreshTokens.Create(session) : null,
            IdToken = asked.WantsIdToken ? IdToken(session, v1) : null,
            ClientInfo = ClientInfo(session),
            Family = FirstPartyClient.Find(session.Client.ClientId) is { IsFamily: true } && asked.WantsRefreshToken ? "1" : null,
        };
    }

    public string IdToken(UserSession session, bool v1)
    {
        var (issued, now) = (time.GetUtcNow() - TokenMint.DatedBack, time.GetUtcNow());
        return Encoding.ASCII.GetString(keys.Signer(session.Tenant.Id).Sign(payloads.IdToken(session, v1, issued, now + IdTokenLifetime).Span));
    }

    /// <summary>Under which a client keeps the account: the user's and the tenant's ids.</summary>
    public static string ClientInfo(UserSession session) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($$"""{"uid":"{{session.User.Id}}","utid":"{{session.Tenant.Id}}"}"""));

    private AccessToken Sign(UserSession session, GrantedAccess access)
    {
        var now = time.GetUtcNow();
        var (issued, expires) = (now - TokenMint.DatedBack, now + options.TokenLifetime);
        var payload = payloads.AccessToken(session, access, issued, expires);
        return new(keys.Signer(session.Tenant.Id).Sign(payload.Span), issued, expires, access.Resource.Audience);
    }

    /// <summary>Each scope with its resource, as the client spelled it; clients look tokens up by these.</summary>
    private static IEnumerable<string> Qualified(RequestedAccess asked, GrantedAccess access) => access.Scopes
        .Concat(asked.Scopes.Where(scope => scope == RequestedAccess.Default)).Select(scope => $"{asked.Resource}/{scope}");
}
