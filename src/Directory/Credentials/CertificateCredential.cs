using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A client that signs an assertion about itself with the key of a registered certificate (<c>private_key_jwt</c>).</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/certificate-credentials</remarks>
internal sealed class CertificateCredential(TimeProvider time) : IClientCredential
{
    public string Type => "certificate";

    public string ClientAuthentication => "2";

    /// <summary>A foreign issuer is an address; who speaks for itself names itself, or at least its certificate.</summary>
    public bool IsPresentedBy(ClientProof proof) => proof.Assertion is { } assertion
        && (Same(assertion.Issuer, proof.ClientId)
            || (Thumbprint(assertion) is not null && !assertion.Issuer.StartsWith("https://", StringComparison.OrdinalIgnoreCase)));

    public ValueTask<OAuthError?> FindRefusalAsync(ClientProof proof, CancellationToken cancellationToken) => new(FindRefusal(proof, proof.Assertion!));

    private OAuthError? FindRefusal(ClientProof proof, SignedJwt assertion)
    {
        proof.Attempt.Note("assertionId", assertion.Payload["jti"]?.ToString());
        if (!Same(assertion.Issuer, proof.ClientId) || !Same(assertion.Subject, proof.ClientId))
        {
            return SignInErrors.AssertionOfAnotherClient();
        }

        if (Thumbprint(assertion) is not { } thumbprint)
        {
            return SignInErrors.NoThumbprint();
        }

        if (proof.Keys.FirstOrDefault(key => key.Usage == "Verify" && IsNamed(key, assertion)) is not { } credential)
        {
            return SignInErrors.UnknownKey(Hexadecimal(thumbprint), proof.ClientId);
        }

        proof.Attempt.CredentialKeyId = credential.KeyId;
        var now = time.GetUtcNow();
        if (now < credential.Start || now >= credential.End)
        {
            return SignInErrors.EndedKey(credential, proof.ClientId);
        }

        return !IsSigned(credential, assertion) ? SignInErrors.WrongKeySignature(credential)
            : !AssertionAudience.Names(assertion, proof) ? SignInErrors.AssertionForAnotherAudience()
            : AssertionTimes.FindRefusal(assertion, now);
    }

    private static bool IsNamed(KeyCredentialRecord key, SignedJwt assertion) => assertion.Header.Text("x5t#S256") is { } sha256
        ? sha256 == Base64Url.EncodeToString(SHA256.HashData(key.Certificate))
        : Convert.ToHexString(SHA1Of(key)).Equals(Hexadecimal(assertion.Header.Text("x5t")!), StringComparison.OrdinalIgnoreCase);

    private static bool IsSigned(KeyCredentialRecord credential, SignedJwt assertion)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(credential.Certificate);
        using var key = certificate.GetRSAPublicKey();
        return key is not null && assertion.IsSignedBy(key, "RS256", "PS256");
    }

    private static string? Thumbprint(SignedJwt assertion) => assertion.Header.Text("x5t#S256") ?? assertion.Header.Text("x5t");

    /// <summary>As Entra writes it: a SHA-1 thumbprint comes as base64url (or, from some clients, already as hexadecimal).</summary>
    private static string Hexadecimal(string thumbprint) => thumbprint.Length != 40 && Base64Url.IsValid(thumbprint)
        ? Convert.ToHexString(Base64Url.DecodeFromChars(thumbprint))
        : thumbprint.ToUpper(CultureInfo.InvariantCulture);

    private static byte[] SHA1Of(KeyCredentialRecord key)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(key.Certificate);
        return certificate.GetCertHash();
    }

    private static bool Same(string text, string other) => text.Equals(other, StringComparison.OrdinalIgnoreCase);
}
