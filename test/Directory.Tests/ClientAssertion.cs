using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

/// <summary>Signs tokens as clients and foreign issuers do.</summary>
internal static class ClientAssertion
{
    public static string Sign(RSA key, JsonObject header, JsonObject payload)
    {
        var unsigned = $"{Encode(header)}.{Encode(payload)}";
        var padding = header.Text("alg") == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;
        return $"{unsigned}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, padding))}";
    }

    public static X509Certificate2 NewCertificate(RSA key)
    {
        var request = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        return request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(40), DateTimeOffset.UnixEpoch.AddYears(80));
    }

    public static KeyCredentialRecord Register(X509Certificate2 certificate, DateTimeOffset start, DateTimeOffset end) =>
        new(Guid.NewGuid().ToString(), "test", Convert.ToHexString(certificate.GetCertHash()), start, end, certificate.RawData);

    public static JsonObject Keys(RSA key, string kid)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["keys"] = new JsonArray(new JsonObject
            {
                ["kty"] = "RSA",
                ["kid"] = kid,
                ["n"] = Base64Url.EncodeToString(parameters.Modulus),
                ["e"] = Base64Url.EncodeToString(parameters.Exponent),
            }),
        };
    }

    private static string Encode(JsonObject part) => Base64Url.EncodeToString(Json.ToBytes(part));
}
