using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A signed JWT from outside, read but not yet believed.</summary>
/// <remarks>Source: RFC 7515, RFC 7519</remarks>
internal sealed class SignedJwt
{
    /// <summary>Longer ones are not read. Kubernetes' and GitHub's tokens have one to two thousand characters.</summary>
    public const int MostCharacters = 16 * 1024;

    private static readonly Dictionary<string, RSASignaturePadding> Paddings = new(StringComparer.Ordinal)
    {
        ["RS256"] = RSASignaturePadding.Pkcs1,
        ["PS256"] = RSASignaturePadding.Pss,
    };

    private readonly byte[] _signed;
    private readonly byte[] _signature;

    private SignedJwt(JsonObject header, JsonObject payload, byte[] signed, byte[] signature) =>
        (Header, Payload, _signed, _signature) = (header, payload, signed, signature);

    public JsonObject Header { get; }

    public JsonObject Payload { get; }

    public string Algorithm => Header.Text("alg") ?? "";

    public string? KeyId => Header.Text("kid");

    public string Issuer => Payload.Text("iss") ?? "";

    public string Subject => Payload.Text("sub") ?? "";

    public IReadOnlyList<string> Audiences => Payload["aud"] switch
    {
        JsonArray several => [.. several.Select(one => one.Text()).OfType<string>()],
        JsonValue one when one.TryGetValue(out string? text) => [text],
        _ => [],
    };

    public DateTimeOffset? NotBefore => Time("nbf");

    public DateTimeOffset? Expires => Time("exp");

    /// <summary>Reads a token; null when it is not one in the compact form, or asks for extensions that must be understood.</summary>
    public static SignedJwt? Read(string text)
    {
        if (text.Length > MostCharacters || text.Split('.') is not [var header, var payload, var signature]
            || !Base64Url.IsValid(header) || !Base64Url.IsValid(payload) || !Base64Url.IsValid(signature))
        {
            return null;
        }

        try
        {
            var jwt = new SignedJwt(
                Json.ParseObject(Base64Url.DecodeFromChars(header)), Json.ParseObject(Base64Url.DecodeFromChars(payload)),
                Encoding.ASCII.GetBytes($"{header}.{payload}"), Base64Url.DecodeFromChars(signature));
            return jwt.Header.ContainsKey("crit") ? null : jwt;
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            return null;
        }
    }

    /// <summary>True when the key made the signature by one of the allowed algorithms.</summary>
    public bool IsSignedBy(RSA key, params ReadOnlySpan<string> algorithms) =>
        algorithms.Contains(Algorithm) && Paddings.TryGetValue(Algorithm, out var padding)
        && key.VerifyData(_signed, _signature, HashAlgorithmName.SHA256, padding);

    /// <summary>MSAL for .NET writes the seconds as a string, which Entra takes.</summary>
    private DateTimeOffset? Time(string claim) =>
        Payload[claim] is JsonValue value
        && (value.TryGetValue(out double seconds) || double.TryParse(value.Text(), NumberStyles.None, CultureInfo.InvariantCulture, out seconds))
            ? NumericDate.Read(seconds)
            : null;
}
