using System.Globalization;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Refusals of a client's assertion, its own or another issuer's.</summary>
internal static partial class SignInErrors
{
    private const string CheckFederation =
        "Check your federated identity credential Subject, Audience and Issuer against the presented assertion. https://learn.microsoft.com/entra/workload-id/workload-identity-federation";

    private const string NoMatch = "No matching federated identity record found for presented assertion";
    private const string AboutCertificates = "Review the documentation at https://learn.microsoft.com/entra/identity-platform/certificate-credentials.";

    public static OAuthError MalformedAssertion(string why) => Client(50027, $"JWT token is invalid or malformed. {why}");

    public static OAuthError NoThumbprint() => Client(50027, "JWT token is invalid or malformed. No certificate thumbprint specified in token header.");

    public static OAuthError AssertionOfAnotherClient() => Client(700021,
        $"Client assertion application identifier doesn't match 'client_id' parameter. {AboutCertificates}");

    public static OAuthError AssertionForAnotherAudience() => Client(700023,
        $"Client assertion audience claim does not match Realm issuer. {AboutCertificates}");

    public static OAuthError AssertionOutOfTime(DateTimeOffset now, DateTimeOffset? start, DateTimeOffset end) => Client(700024,
        $"Client assertion is not within its valid time range. Current time: {Precise(now)}, {(start is { } from ? $"assertion valid from {Precise(from)}, " : "")}expiry time of assertion {Precise(end)}. {AboutCertificates}");

    public static OAuthError UnknownKey(string thumbprint, string clientId) => Client(700027,
        $"The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., Thumbprint of key used by client: '{thumbprint}', {SeeKeys(clientId)}]");

    public static OAuthError EndedKey(KeyCredentialRecord key, string clientId) => Client(700027,
        $"The certificate with identifier used to sign the client assertion is expired on application. [Reason - The key used is expired., Thumbprint of key used by client: '{key.Thumbprint}', Found key 'Start={Short(key.Start)}, End={Short(key.End)}', {SeeKeys(clientId)}]");

    public static OAuthError WrongKeySignature(KeyCredentialRecord key) => Client(700027,
        $"Client assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value., Thumbprint of key used by client: '{key.Thumbprint}', Found key 'Start={Short(key.Start)}, End={Short(key.End)}']");

    public static OAuthError NoSuchIssuer(string issuer) => Client(700211, $"{NoMatch} issuer '{issuer}'. {CheckFederation}");

    public static OAuthError NoSuchAudience(string audience) => Client(700212, $"{NoMatch} audience '{audience}'. {CheckFederation}");

    public static OAuthError NoSuchSubject(string subject) => Client(700213, $"{NoMatch} subject '{subject}'. {CheckFederation}");

    public static OAuthError SubjectDiffersInCase(string subject) => Client(7002138,
        $"{NoMatch} subject '{subject}'. The subject matches with case-insensitive comparison, but not with case-sensitive comparison. {CheckFederation}");

    public static OAuthError OwnTokenForFederation() => Client(700222, "AAD-issued tokens may not be used for federated identity flows.");

    public static OAuthError UnknownIssuerKey(string? kid) => Client(50013,
        $"Assertion failed signature validation. [Reason - The key was not found., Thumbprint of key used by client: '{kid}']");

    public static OAuthError WrongIssuerSignature(string? kid) => Client(50013,
        $"Assertion failed signature validation. [Reason - The provided signature value did not match the expected signature value., Thumbprint of key used by client: '{kid}']");

    public static OAuthError IssuerUnreachable() => new(400, "invalid_request", 501661, "Request to External OIDC endpoint failed.");

    private static OAuthError Client(int number, string text) => new(401, "invalid_client", number, text);

    private static string SeeKeys(string clientId) =>
        $"Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys for app Id '{clientId}'.";

    private static string Precise(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    private static string Short(DateTimeOffset time) => time.UtcDateTime.ToString("MM/dd/yyyy HH:mm:ss", CultureInfo.InvariantCulture);
}
