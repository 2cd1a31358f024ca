using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Validates bearer tokens: form, algorithm, signature, issuer, principal, audience, lifetime.</summary>
internal sealed class TokenValidator(DirectoryIndex index, KeyRing keys, ValidatedTokens validated, MembershipTimes memberships, TimeProvider time) : ITokenValidator
{
    private const int MostCharacters = 16 * 1024;

    /// <summary>How far a token may lie in the future. Its end is exact.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromMinutes(5);

    private readonly JsonWebTokenHandler _handler = new() { MaximumTokenSizeInBytes = MostCharacters };

    public Result<Caller> Validate(ReadOnlySpan<char> token, Audience audience)
    {
        if (validated.Find(token) is { } known)
        {
            return Admit(known, audience);
        }

        var generation = validated.Generation;
        var refusals = new TokenRefusals(audience);
        if (token.IsEmpty)
        {
            return refusals.Missing();
        }

        if (Parse(token) is not { } jwt)
        {
            return refusals.Malformed();
        }

        if (FindSigner(jwt) is not { } signer)
        {
            return refusals.BadSignature(null);
        }

        var tenantId = signer.Record.TenantId;
        if (!Issuers.IsOf(tenantId, jwt.Issuer) || Claim(jwt, "tid") != tenantId)
        {
            return refusals.WrongIssuer(tenantId);
        }

        if (FindCaller(jwt, tenantId) is not { } caller)
        {
            return TokenFacts.Of(jwt, refusals.NoPrincipal(tenantId)).Because(RefusalFacts.PrincipalState, index.FindPrincipal(tenantId, Claim(jwt, "oid") ?? "") is null ? "absent" : "disabled");
        }

        if (index.Users.Find(DirectoryIndex.Key(tenantId, caller.ObjectId)) is { } user && IsRevoked(user, jwt))
        {
            return TokenFacts.Of(jwt, TokenRefusals.Revoked(user.Enabled ? UserSessions.ValidFrom(user) : time.GetUtcNow(), tenantId))
                .Because(RefusalFacts.PrincipalState, user.Enabled ? null : "disabled");
        }

        var fresh = new ValidatedToken(caller, Claim(jwt, "aud") ?? "", Time(jwt, "nbf"), generation);
        var admitted = Admit(fresh, audience);
        if (admitted.Error is null)
        {
            validated.Remember(token, fresh);
        }

        return admitted;
    }

    private Result<Caller> Admit(ValidatedToken token, Audience audience)
    {
        var now = time.GetUtcNow();
        if (!audience.Values.Contains(token.Audience, StringComparer.OrdinalIgnoreCase)
            && !(token.Audience == PrivateCloud.Audience && PrivateCloud.Serves(audience)))
        {
            return TokenFacts.Of(token, new TokenRefusals(audience).WrongAudience(token.Audience, token.Caller.TenantId))
                .Because(RefusalFacts.AcceptedAudiences, string.Join(' ', audience.Values));
        }

        if (now >= token.Caller.Expires)
        {
            return TokenFacts.Of(token, new TokenRefusals(audience).Expired(token.Caller.Expires, now, token.Caller.TenantId));
        }

        return token.NotBefore > now + Skew ? TokenFacts.Of(token, new TokenRefusals(audience).NotYetValid(now, token.Caller.TenantId)) : token.Caller;
    }

    private static JsonWebToken? Parse(ReadOnlySpan<char> token)
    {
        try
        {
            return token.Length > MostCharacters ? null : new JsonWebToken(token.ToString());
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            return null;
        }
    }

    /// <summary>The key that signed it; null when none of ours did, or not by RS256.</summary>
    private SigningKey? FindSigner(JsonWebToken jwt)
    {
        if (!TryRead(jwt, token => token.Alg == SecurityAlgorithms.RsaSha256 && !token.TryGetHeaderValue<object>("crit", out _) ? token.Kid : null, out var kid) || kid is null || keys.Find(kid) is not { } key)
        {
            return null;
        }

        var parameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            IssuerSigningKey = key.SecurityKey,
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidateLifetime = false,
        };
        var result = _handler.ValidateTokenAsync(jwt, parameters);
        return result.IsCompletedSuccessfully && result.Result.IsValid ? key : null;
    }

    /// <summary>The critical events of continuous access evaluation: disabled, a new password, sign-ins revoked.</summary>
    private static bool IsRevoked(UserRecord user, JsonWebToken jwt) => !user.Enabled || UserSessions.Ended(user, Time(jwt, "iat") + TokenMint.DatedBack);

    private Caller? FindCaller(JsonWebToken jwt, string tenantId)
    {
        if (Claim(jwt, "oid") is not { } objectId || index.FindPrincipal(tenantId, objectId) is not { } principal || principal.Kind == PrincipalKind.Group)
        {
            return null;
        }

        if (principal.Kind == PrincipalKind.ServicePrincipal && !index.ServicePrincipals.Find(DirectoryIndex.Key(tenantId, objectId))!.Enabled)
        {
            return null;
        }

        var issued = Time(jwt, "iat");
        var groups = memberships.GroupsInToken(tenantId, objectId, issued + TokenMint.DatedBack);
        var appId = Claim(jwt, "appid") ?? Claim(jwt, "azp");
        var name = index.Users.Find(DirectoryIndex.Key(tenantId, objectId))?.UserPrincipalName ?? principal.AppId ?? principal.DisplayName;
        return new(tenantId, objectId, appId, name, principal.Kind, groups, Time(jwt, "exp")) { Issued = issued };
    }

    private static string? Claim(JsonWebToken jwt, string name) => jwt.TryGetPayloadValue<string>(name, out var value) ? value : null;

    private static DateTimeOffset Time(JsonWebToken jwt, string name) =>
        (jwt.TryGetPayloadValue<long>(name, out var seconds) ? NumericDate.Read(seconds) : null) ?? DateTimeOffset.MinValue;

    private static bool TryRead(JsonWebToken jwt, Func<JsonWebToken, string?> read, out string? value)
    {
        try
        {
            value = read(jwt);
            return true;
        }
        catch (Exception exception) when (exception is ArgumentException or SecurityTokenException)
        {
            value = null;
            return false;
        }
    }
}
