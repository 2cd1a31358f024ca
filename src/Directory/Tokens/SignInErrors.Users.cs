using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Refusals of a user's sign-in and of what follows from one.</summary>
internal static partial class SignInErrors
{
    private const string BadToken = "bad_token";

    public static OAuthError UnknownUser(TenantRecord tenant) => Grant(50034,
        $"The user account {{EUII Hidden}} does not exist in the {tenant.DisplayName} directory. To sign into this application, the account must be added to the directory.");

    public static OAuthError NoTenantOfUser() => new(400, "invalid_request", 50128,
        "Invalid domain name - No tenant-identifying information found in either the request or implied by any provided credentials.");

    public static OAuthError WrongPassword() => Grant(50126, "Error validating credentials due to invalid username or password.");

    public static OAuthError LockedUser() => Grant(50053,
        "The account is locked, you've tried to sign in too many times with an incorrect user ID or password.");

    public static OAuthError DisabledUser() => Grant(50057, "The user account is disabled.");

    public static OAuthError ExpiredPassword() => Grant(50055, "The password is expired.", "user_password_expired");

    public static OAuthError Revoked(DateTimeOffset given, DateTimeOffset validFrom) => Grant(50173,
        $"The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have changed or reset their password. The grant was issued on '{Precise(given)}' and the TokensValidFrom date (before which tokens are not valid) for this user is '{Precise(validFrom)}'.",
        BadToken);

    public static OAuthError UnusedTooLong(DateTimeOffset issued, TimeSpan limit) => Grant(700082,
        $"The refresh token has expired due to inactivity. The token was issued on {Precise(issued)} and was inactive for {limit:c}.", BadToken);

    public static OAuthError MalformedGrant() => Grant(9002313, "Invalid request. Request is malformed or invalid.");

    public static OAuthError GrantOfAnotherClient() => Grant(70000,
        "Provided grant is invalid or malformed. It was issued to another client.", "client_mismatch");

    public static OAuthError GrantOfAnotherTenant() => Grant(7000012, "The grant was obtained for a different tenant.");

    public static OAuthError ConsentRequired(string clientId, string name) => Grant(65001,
        $"The user or administrator has not consented to use the application with ID '{clientId}' named '{name}'. Send an interactive authorization request for this user and resource.",
        "consent_required");

    public static OAuthError AdministratorRequired() => new(400, "access_denied", 90094, "The grant requires admin permission.");

    public static OAuthError UserNotAssigned(ServicePrincipalRecord application) => Grant(50105,
        $"Your administrator has configured the application {application.DisplayName} ('{application.AppId}') to block users unless they are specifically granted ('assigned') access to the application. The signed in user '{{EmailHidden}}' is blocked because they are not a direct member of a group with access, nor had access directly assigned by an administrator. Please contact your administrator to assign access to this application.");

    public static OAuthError ApplicationNotAssigned(ServicePrincipalRecord client, ServicePrincipalRecord api, string resource) => Grant(501051,
        $"Application '{client.AppId}'({client.DisplayName}) is not assigned to a role for the application '{resource}'({api.DisplayName}).");

    public static OAuthError UnknownScope(string clientName, string scope, string resource) => new(400, "invalid_client", 650053,
        $"The application '{clientName}' asked for scope '{scope}' that doesn't exist on the resource '{resource}'. Contact the app vendor.");

    public static OAuthError SeveralResources(string scope) => new(400, "invalid_scope", 28000,
        $"Provided value for the input parameter scope is not valid because it contains more than one resource. Scope {scope} is not valid.");

    public static OAuthError NoClientCredential() => Client(7000218,
        "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.");

    public static OAuthError PublicClientWithCredential() => Client(700025,
        "Client is public so neither 'client_assertion' nor 'client_secret' should be presented.");

    private static OAuthError Grant(int number, string text, string? suberror = null) => new(400, "invalid_grant", number, text) { Suberror = suberror };
}
