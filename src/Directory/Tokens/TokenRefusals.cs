using System.Globalization;
using System.Text;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Refusals of a bearer token: 401 with a challenge. Resource Manager and Graph say the same in their own words.</summary>
internal sealed class TokenRefusals(Audience audience)
{
    private const string Authority = "https://login.microsoftonline.com/";

    private bool IsGraph => audience.Name == Audience.Graph.Name;

    public ArmError Missing() => IsGraph
        ? Refuse("InvalidAuthenticationToken", "Access token is empty.", null)
        : Challenge(
            new(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."), null,
            "The authentication failed because of missing 'Authorization' header.");

    public ArmError Malformed() => Refuse(
        "InvalidAuthenticationToken", IsGraph ? "IDX14100: JWT is not well formed, there are no dots (.)." : "The access token is invalid.", null);

    public ArmError BadSignature(string? tenantId) => Refuse(
        "InvalidAuthenticationToken", IsGraph ? "Access token validation failure. Invalid signature." : "The access token is invalid.", tenantId);

    public ArmError WrongIssuer(string tenantId) => Refuse(
        "InvalidAuthenticationToken", IsGraph ? "Access token validation failure. Invalid issuer." : "The access token is from an invalid issuer.", tenantId);

    public ArmError WrongAudience(string presented, string tenantId) => IsGraph
        ? Refuse("InvalidAuthenticationToken", "Access token validation failure. Invalid audience.", tenantId)
        : Refuse(
            "InvalidAuthenticationTokenAudience",
            $"The access token has been obtained for wrong audience or resource '{presented}'. It should exactly match with one of the allowed audiences '{string.Join("','", audience.Values)}'.",
            tenantId);

    /// <summary>The token begins later: the clock was set back. Like an ended one it is challenged.</summary>
    public ArmError NotYetValid(DateTimeOffset now, string tenantId) => ChallengeForNew(
        new(401, "InvalidAuthenticationToken", IsGraph ? "Lifetime validation failed, the token is not yet valid." : "The access token is not yet valid."),
        now, tenantId);

    /// <summary>The principal is no longer in the directory.</summary>
    public ArmError NoPrincipal(string tenantId) => Refuse(
        "InvalidAuthenticationToken",
        "The received access token is not valid: at least one of the claims 'puid' or 'altsecid' or 'oid' should be present. If you are accessing as application please make sure service principal is properly created in the tenant.",
        tenantId);

    /// <summary>The user was disabled, has a new password, or all sign-ins were revoked. The challenge demands a token from then on.</summary>
    /// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/claims-challenge</remarks>
    public static ArmError Revoked(DateTimeOffset validFrom, string tenantId) => ChallengeForNew(
        new(401, "InvalidAuthenticationToken",
            "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp"),
        validFrom, tenantId);

    /// <summary>The token has ended. The challenge demands a token from now on, so that a client with another clock fetches one by itself.</summary>
    public ArmError Expired(DateTimeOffset end, DateTimeOffset now, string tenantId) => ChallengeForNew(
        IsGraph
            ? new(401, "InvalidAuthenticationToken", "Lifetime validation failed, the token is expired.")
            : new ArmError(401, "ExpiredAuthenticationToken",
                $"The access token expiry UTC time '{Format(end)}' is earlier than current UTC time '{Format(now)}'.")
                .Mend("Sign in again: verditer login, or in a registered cloud: az login --service-principal"),
        now, tenantId);

    private static ArmError ChallengeForNew(ArmError error, DateTimeOffset now, string tenantId)
    {
        var claims = "{\"access_token\":{\"nbf\":{\"essential\":true,\"value\":\"" + now.ToUnixTimeSeconds() + "\"}}}";
        return error.WithHeader("WWW-Authenticate",
            $"Bearer authorization_uri=\"{Authority}{tenantId}\", error=\"insufficient_claims\", claims=\"{Convert.ToBase64String(Encoding.UTF8.GetBytes(claims))}\"");
    }

    private static string Format(DateTimeOffset time) => time.UtcDateTime.ToString("M/d/yyyy h:mm:ss tt", CultureInfo.InvariantCulture);

    private static ArmError Refuse(string code, string message, string? tenantId) => Challenge(new(401, code, message), tenantId, message);

    private static ArmError Challenge(ArmError error, string? tenantId, string description) => error.WithHeader(
        "WWW-Authenticate", $"Bearer authorization_uri=\"{Authority}{tenantId}\", error=\"invalid_token\", error_description=\"{description}\"");
}
