using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>The PKCS#10 request inside a CertificateSigningRequest.</summary>
internal sealed record SigningRequest(CertificateRequest Request, CertificateSubject Subject, IReadOnlyList<SubjectName> Names)
{
    private const string AlternativeNames = "2.5.29.17";
    private const string Label = "CERTIFICATE REQUEST";

    /// <summary>Reads it, and proves that its sender has the key.</summary>
    public static (SigningRequest? Request, string? Error) Read(JsonObject value)
    {
        var bytes = new byte[value.Text("spec", "request")?.Length ?? 0];
        if (!Convert.TryFromBase64String(value.Text("spec", "request") ?? "", bytes, out var length))
        {
            return (null, "the request is not base64");
        }

        var pem = Encoding.Latin1.GetString(bytes, 0, length);
        if (!PemEncoding.TryFind(pem, out var fields) || pem[fields.Label] != Label)
        {
            return (null, $"PEM block type must be {Label}");
        }

        try
        {
            var request = CertificateRequest.LoadSigningRequestPem(
                pem, HashAlgorithmName.SHA256, CertificateRequestLoadOptions.UnsafeLoadCertificateExtensions, RSASignaturePadding.Pkcs1);
            var subject = CertificateSubject.Of(request.SubjectName);
            return subject.Organizations.Append(subject.CommonName).Any(part => part.Any(char.IsControl))
                ? (null, "the subject has a control character, which whoever approves would not see")
                : (new(request, subject, [.. NamesOf(request)]), null);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException or NotSupportedException)
        {
            return (null, $"the request cannot be read, or its signature is wrong: {e.Message}");
        }
    }

    private static IEnumerable<SubjectName> NamesOf(CertificateRequest request)
    {
        if (request.CertificateExtensions.FirstOrDefault(one => one.Oid?.Value == AlternativeNames) is not { } extension)
        {
            yield break;
        }

        var names = new AsnReader(extension.RawData, AsnEncodingRules.DER).ReadSequence();
        while (names.HasData)
        {
            yield return (SubjectName)names.PeekTag().TagValue;
            names.ReadEncodedValue();
        }
    }
}

/// <summary>Kinds of alternative names, by their tags. Source: RFC 5280, 4.2.1.6.</summary>
internal enum SubjectName
{
    Email = 1,
    Dns = 2,
    Uri = 6,
    Ip = 7,
}
