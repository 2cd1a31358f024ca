using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>The public keys of service-account tokens as an issuer shows them (JWKS). Source: RFC 7517, and upstream's key ids.</summary>
public static class ServiceAccountKeySet
{
    /// <summary>A key's id: the hash of its public half.</summary>
    public static string IdOf(RSA key) => Base64Url.EncodeToString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    /// <param name="retired">Shown as long as its tokens are taken.</param>
    public static JsonObject Write(RSA signing, RetiredServiceAccountKey? retired, DateTimeOffset now)
    {
        var keys = new JsonArray(Show(signing));
        if (retired is not null && now < retired.Ends)
        {
            keys.Add((JsonNode)Show(retired.Key));
        }

        return new() { ["keys"] = keys };
    }

    private static JsonObject Show(RSA key)
    {
        var parameters = key.ExportParameters(includePrivateParameters: false);
        return new()
        {
            ["use"] = "sig",
            ["kty"] = "RSA",
            ["kid"] = IdOf(key),
            ["alg"] = "RS256",
            ["n"] = Base64Url.EncodeToString(parameters.Modulus),
            ["e"] = Base64Url.EncodeToString(parameters.Exponent),
        };
    }
}
