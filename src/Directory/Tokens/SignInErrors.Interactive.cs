using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Refusals of interactive sign-ins, of authorization codes, device codes and on-behalf-of.</summary>
internal static partial class SignInErrors
{
    public static OAuthError NoReplyAddress() => new(400, "invalid_client", 500113, "No reply address is registered for the application.");

    public static OAuthError WrongReplyAddress(string uri, string clientId) => new(400, "invalid_request", 50011,
        $"The redirect URI '{uri}' specified in the request does not match the redirect URIs configured for the application '{clientId}'. Make sure the redirect URI sent in the request matches one added to your application in the Azure portal. Navigate to https://aka.ms/redirectUriMismatchError to learn more about how to fix this.");

    public static OAuthError UnsupportedResponseType(string type) => new(400, "unsupported_response_type", 70005,
        $"The application requested the unsupported response type '{type}' when requesting a token.");

    public static OAuthError ResponseTypeNotEnabled() => new(400, "unsupported_response_type", 700054,
        "response_type 'id_token' is not enabled for the application.");

    public static OAuthError QueryForTokens() => new(400, "invalid_request", 70007,
        "'query' is not a supported value of 'response_mode' when requesting a token.");

    public static OAuthError WrongChallenge() => new(400, "invalid_request", 501491, "Invalid size of Code_Challenge parameter.");

    public static OAuthError NoChallengeOfPage() => new(400, "invalid_request", 9002325,
        "Proof Key for Code Exchange is required for cross-origin authorization code redemption.");

    public static OAuthError NobodySignedIn() => new(400, "login_required", 50058, "A silent sign-in request was sent but no user is signed in.");

    public static OAuthError InteractionRequired(string clientId, string name) =>
        ConsentRequired(clientId, name) with { Error = "interaction_required" };

    public static OAuthError Declined() => new(400, "access_denied", 65004, "User declined to consent to access the app.");

    public static OAuthError CodeEnded() => Grant(70008,
        "The provided authorization code or refresh token has expired due to inactivity. Send a new interactive authorization request for this user and resource.");

    public static OAuthError CodeRedeemed() => Grant(54005,
        "OAuth2 Authorization code was already redeemed, please retry with a new valid code or use an existing refresh token.");

    public static OAuthError CodeOfAnotherTenant() => Grant(700005,
        "Provided Authorization Code is intended to use against other tenant, thus rejected. OAuth2 Authorization Code must be redeemed against same tenant it was acquired for.");

    public static OAuthError NoReplyAddressForCode() => new(400, "invalid_request", 700009,
        "Reply address must be provided when presenting an authorization code requested with an explicit reply address.");

    public static OAuthError OtherReplyAddress(string given, string expected) => Grant(500112,
        $"The reply address '{given}' does not match the reply address '{expected}' provided when requesting Authorization code.");

    public static OAuthError WrongVerifier() => Grant(501481,
        "The Code_Verifier does not match the code_challenge supplied in the authorization request.");

    public static OAuthError DevicePending() => new(400, "authorization_pending", Pending,
        "OAuth 2.0 device flow error. Authorization is pending. Continue polling.");

    public static OAuthError DeviceTooFast() => new(400, "slow_down", Pending,
        "OAuth 2.0 device flow error. The client polls more often than the interval allows. Continue polling more slowly.");

    public static OAuthError DeviceEnded() => new(400, "expired_token", 70020,
        "The provided value for the input parameter 'device_code' is not valid. This device code has expired.");

    public static OAuthError DeviceDeclined() => new(400, "authorization_declined", 70018,
        "OAuth 2.0 device flow error. The user has declined the authorization request.");

    public static OAuthError DeviceUnknown() => new(400, "bad_verification_code", 70018,
        "The provided value for the input parameter 'device_code' is not valid.");

    public static OAuthError MalformedUserAssertion() => Grant(50027, "JWT token is invalid or malformed.");

    public static OAuthError WrongUserAssertion(string? kid) => Grant(50013,
        $"Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value., Thumbprint of key used by client: '{kid}']");

    public static OAuthError EndedUserAssertion(DateTimeOffset now, DateTimeOffset end) => Grant(500133,
        $"Assertion is not within its valid time range. Ensure that the access token is not expired before using it for user assertion, or request a new token. Current time: {Precise(now)}, expiry time of assertion {Precise(end)}.");

    public static OAuthError UserAssertionForAnother(string audience, string clientId, string name) => Grant(500131,
        $"Assertion audience does not match the Client app presenting the assertion. The audience in the assertion was '{audience}' and the expected audience is 'api://{clientId}' or one of the Application Uris of this application with App ID '{clientId}'({name}). The downstream client must request a token for the expected audience (the application that made the OBO request) and this application should use that token as the assertion.");

    public static OAuthError IdTokenAsAssertion() => Grant(240002,
        "Input id_token cannot be used as 'urn:ietf:params:oauth:grant-type:jwt-bearer' grant.");

    public static OAuthError NoUserInAssertion() => Grant(50000,
        "There was an error issuing a token: the assertion is of an application, not of a user.");
}
