using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Refusals of a sign-in, with Entra's numbers and texts.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/reference-error-codes</remarks>
internal static partial class SignInErrors
{
    /// <summary>A device code that nobody has entered yet: clients ask every few seconds.</summary>
    public const int Pending = 70016;

    private const string NotInstalled =
        "This can happen if the application has not been installed by the administrator of the tenant or consented to by any user in the tenant.";

    public static OAuthError UnknownTenant(string tenant) => new(400, "invalid_request", 90002,
        $"Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.");

    public static OAuthError NotATenantName(string tenant) => new(400, "invalid_request", 900023,
        $"Specified tenant identifier '{tenant}' is neither a valid DNS name, nor a valid external domain.");

    public static OAuthError NoTenantImplied() => new(400, "invalid_request", 50059,
        "No tenant-identifying information found in either the request or implied by any provided credentials.");

    public static OAuthError MissingParameter(string name) => new(400, "invalid_request", 900144,
        $"The request body must contain the following parameter: '{name}'.");

    public static OAuthError UnsupportedGrant(string grant) => new(400, "unsupported_grant_type", 70003,
        $"The app requested an unsupported grant type '{grant}'.");

    public static OAuthError NoCredential() => new(401, "invalid_client", 7000216,
        "'client_assertion', 'client_secret' or 'request' is required for the 'client_credentials' grant type.");

    public static OAuthError NoFederatedCredentials(string clientId) => new(401, "invalid_client", 70025,
        $"The client '{clientId}' has no configured federated identity credentials.");

    public static OAuthError UnknownApplication(string clientId, TenantRecord tenant) => new(400, "unauthorized_client", 700016,
        $"Application with identifier '{clientId}' was not found in the directory '{tenant.DisplayName}'. {NotInstalled} You may have sent your authentication request to the wrong tenant.");

    public static OAuthError DisabledApplication(ServicePrincipalRecord principal) => new(400, "unauthorized_client", 7000112,
        $"Application '{principal.AppId}'({principal.DisplayName}) is disabled.");

    public static OAuthError WrongSecret(string clientId) => new(401, "invalid_client", 7000215,
        $"Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '{clientId}'.");

    public static OAuthError ExpiredSecret(string clientId) => new(401, "invalid_client", 7000222,
        $"The provided client secret keys for app '{clientId}' are expired. Visit the Azure portal to create new keys for your app: https://aka.ms/NewClientSecret, or consider using certificate credentials for added security: https://aka.ms/certCreds.");

    /// <summary>Entra has no other number for keys outside of their time; the text says which side.</summary>
    public static OAuthError FutureSecret(string clientId, DateTimeOffset now) => new(401, "invalid_client", 7000222,
        $"The provided client secret keys for app '{clientId}' are not yet valid: Verditer's clock stands at {now:yyyy-MM-ddTHH:mm:ssZ}, before they begin. Move the clock on, or back to the host's time: verditer clock set host");

    public static OAuthError UnknownResource(string resource, TenantRecord tenant) => new(400, "invalid_resource", 500011,
        $"The resource principal named {resource} was not found in the tenant named {tenant.DisplayName}. {NotInstalled} You might have sent your authentication request to the wrong tenant.");

    public static OAuthError InvalidScope(string scope) => new(400, "invalid_scope", 1002012,
        $"The provided value for scope {scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier (application ID URI).");

    public static OAuthError UnknownInstance() => new(400, "invalid_instance", 50049, "Unknown or invalid instance.");

    public static OAuthError InvalidClaims() => new(400, "invalid_request", 50146,
        "The 'claims' parameter of the request is not a valid JSON object.");

    public static OAuthError UnsupportedValue(string parameter) => new(400, "invalid_request", 90023, $"Unsupported '{parameter}' value.");

    public static OAuthError Malformed() => new(400, "invalid_request", 9002313, "Invalid request. Request is malformed or invalid.");

    public static OAuthError PostOnly(string method) => new(400, "invalid_request", 900561,
        $"The endpoint only accepts POST requests. Received a {method} request.");

    public static OAuthError NoConsumers(string clientId) => new(400, "unauthorized_client", 700016,
        $"Application with identifier '{clientId}' was not found in the directory 'Microsoft Accounts'. {NotInstalled} You may have sent your authentication request to the wrong tenant.");

    public static OAuthError TooManyRequests(TimeSpan wait) => new(429, "temporarily_unavailable", 90055,
        "There are too many incoming requests. Please retry after some time.") { RetryAfter = wait };

    public static OAuthError Outage(TimeSpan wait) => new(503, "temporarily_unavailable", 90033,
        "A transient error has occurred. Please try again.") { RetryAfter = wait };
}
