using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary><c>keyCredentials</c> as a body gives them: the whole list. One without <c>key</c> keeps the certificate that has its <c>keyId</c>.</summary>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/keycredential</remarks>
internal static class GraphKeys
{
    private const int MostKeys = 100;
    private const string Resource = "KeyCredential";

    public static IReadOnlyList<KeyCredentialRecord>? Read(JsonArray asked, IReadOnlyList<KeyCredentialRecord> before, DateTimeOffset now, out GraphError? refusal)
    {
        refusal = asked.Count > MostKeys ? GraphError.Bad($"More than {MostKeys} key credentials cannot be set.") : null;
        var read = new List<KeyCredentialRecord>();
        foreach (var each in asked)
        {
            if (refusal is null && ReadOne(each, before, now, out refusal) is { } key)
            {
                read.Add(key);
            }
        }

        if (refusal is null && read.DistinctBy(key => key.KeyId, StringComparer.OrdinalIgnoreCase).Count() < read.Count)
        {
            refusal = GraphError.Invalid("keyId", Resource);
        }

        return refusal is null ? read : null;
    }

    private static KeyCredentialRecord? ReadOne(JsonNode? asked, IReadOnlyList<KeyCredentialRecord> before, DateTimeOffset now, out GraphError? refusal)
    {
        var keyId = asked.Text("keyId") ?? NewObjects.Id();
        if (asked.Text("key") is not { Length: > 0 } text)
        {
            var kept = before.FirstOrDefault(key => key.KeyId.Equals(keyId, StringComparison.OrdinalIgnoreCase));
            refusal = kept is null ? GraphError.Missing("key", Resource) : null;
            return kept is null ? null : kept with { DisplayName = asked.Text("displayName") ?? kept.DisplayName };
        }

        refusal = !Guid.TryParse(keyId, out _) ? GraphError.Invalid("keyId", Resource)
            : asked.Text("type") is not "AsymmetricX509Cert" ? GraphError.Invalid("type", Resource)
            : asked.Text("usage") is not "Verify" ? GraphError.Invalid("usage", Resource)
            : null;
        if (refusal is not null)
        {
            return null;
        }

        using var certificate = Load(text);
        if (certificate is null)
        {
            refusal = GraphError.Invalid("key", Resource);
            return null;
        }

        var (validFrom, validTo) = (new DateTimeOffset(certificate.NotBefore.ToUniversalTime()), new DateTimeOffset(certificate.NotAfter.ToUniversalTime()));
        refusal = !GraphTime.TryRead(asked.Text("startDateTime"), validFrom, out var start) || start >= validTo
                ? GraphError.Bad("Key credential start date is invalid.")
            : !GraphTime.TryRead(asked.Text("endDateTime"), validTo, out var end) || end > validTo || end <= start || end <= now
                ? GraphError.Bad("Key credential end date is invalid.")
            : null;
        return refusal is not null ? null : new(keyId, asked.Text("displayName") ?? certificate.Subject, certificate.Thumbprint, start, EndOf(asked, validTo), certificate.RawData)
        {
            CustomKeyIdentifier = ChosenIdentifier(asked),
        };
    }

    private static DateTimeOffset EndOf(JsonNode? asked, DateTimeOffset otherwise) =>
        GraphTime.TryRead(asked.Text("endDateTime"), otherwise, out var end) ? end : otherwise;

    /// <summary>A certificate, DER or PEM, as base64. Anything with a private key is none: it is not kept even by mistake.</summary>
    private static X509Certificate2? Load(string base64)
    {
        var bytes = new byte[base64.Length];
        try
        {
            return Convert.TryFromBase64String(base64, bytes, out var length) && X509Certificate2.GetCertContentType(bytes.AsSpan(0, length)) == X509ContentType.Cert
                ? X509CertificateLoader.LoadCertificate(bytes.AsSpan(0, length))
                : null;
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static byte[]? ChosenIdentifier(JsonNode? asked)
    {
        var text = asked.Text("customKeyIdentifier") ?? "";
        var bytes = new byte[text.Length];
        return text.Length > 0 && Convert.TryFromBase64String(text, bytes, out var length) ? bytes[..length] : null;
    }
}
