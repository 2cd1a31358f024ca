using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Keys out of an issuer's JWKS.</summary>
/// <remarks>Source: RFC 7517, RFC 7518 section 6.3</remarks>
internal static class JsonWebKeySet
{
    /// <summary>Bytes of a modulus: smaller ones are weak, larger ones make one signature cost seconds.</summary>
    private static readonly (int Least, int Most) Modulus = (256, 1024);

    public static bool Has(JsonObject keys, string? kid) => Find(keys, kid) is not null;

    /// <summary>The RSA key of this id; without an id the only one.</summary>
    public static RSA? FindRsa(JsonObject keys, string? kid)
    {
        if (Find(keys, kid) is not { } key || Decode(key, "n") is not { } modulus || Decode(key, "e") is not { Length: > 0 and <= 8 } exponent
            || modulus.Length < Modulus.Least || modulus.Length > Modulus.Most)
        {
            return null;
        }

        try
        {
            return RSA.Create(new RSAParameters { Modulus = modulus, Exponent = exponent });
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static JsonObject? Find(JsonObject keys, string? kid)
    {
        var rsa = (keys["keys"] as JsonArray ?? []).OfType<JsonObject>().Where(key => key.Text("kty") == "RSA" && key.Text("use") is null or "sig").ToList();
        return kid is null ? rsa is [var only] ? only : null : rsa.FirstOrDefault(key => key.Text("kid") == kid);
    }

    private static byte[]? Decode(JsonObject key, string name) =>
        key.Text(name) is { } text && Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
}
