using System.Buffers.Text;
using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>The public keys that validate tokens (JWKS), with their certificates.</summary>
/// <remarks>Source: RFC 7517</remarks>
internal static class KeySetDocument
{
    public static JsonObject Create(IEnumerable<SigningKey> keys, bool v2) => new()
    {
        ["keys"] = new JsonArray([.. keys.Select(key => Describe(key, v2))]),
    };

    private static JsonObject Describe(SigningKey key, bool v2)
    {
        var described = new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = key.Record.Kid,
            ["x5t"] = Base64Url.EncodeToString(key.Certificate.GetCertHash()),
            ["n"] = Base64Url.EncodeToString(key.Public.Modulus),
            ["e"] = Base64Url.EncodeToString(key.Public.Exponent),
            ["x5c"] = new JsonArray(Convert.ToBase64String(key.Record.Certificate)),
        };
        if (v2)
        {
            described["cloud_instance_name"] = "microsoftonline.com";
            described["issuer"] = Issuers.V2(key.Record.TenantId);
        }

        return described;
    }
}
