using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using Verditer.Core;
using Verditer.Fuzzing;

namespace Verditer.Directory.Tests;

/// <summary>
/// Tokens of any form and content. Some are signed by a key that counts, so that what is read after the signature meets them too.
/// </summary>
[Trait("fuzz", "tokens")]
public sealed class TokenFuzzTests : DirectoryTest
{
    private const string Now = "1772366400";

    private static readonly string[] Names =
        ["iss", "tid", "oid", "sub", "aud", "exp", "nbf", "iat", "appid", "azp", "ver", "jti", "groups", "alg", "kid", "typ", "x5t", "x5t#S256", "jku", "jwk", "x5c", "crit", "b64", "zip", "enc", "cty"];

    private static readonly string[] Values =
    [
        "null", "true", "0", "-1", "1e999", "1e308", "9223372036854775807", "99999999999999999999", "0.5", $"\"{Now}\"", Now, "253402300799", "253402300800", "\"\"", "\"\\u0000\"", "\"RS256\"",
        "\"none\"", "[]", "[null]", "[\"https://management.azure.com/\"]", "{}", "{\"a\":{\"a\":[1,2,{}]}}", "\"https://127.0.0.1:1/\"", "\"\\ud800\"", "\"é漢\"", "[[[[[[]]]]]]", "not json", "{", "\"",
    ];

    private static readonly Gen<(string Name, string Value)[]> Changes = Gen.Select(Pick(Names), Pick(Values)).Array[0, 4];

    [Fact]
    public async Task BearerToken_OfAnyContent_IsReadOrRefused()
    {
        var parts = (await Entra.TokenAsync(await Entra.AddClientAsync())).Split('.');
        var (header, payload) = (Text(parts[0]), Text(parts[1]));
        var key = (RSA)Entra.Get<KeyRing>().Of(Entra.Tenant)[0].SecurityKey.PrivateKey;

        await Fuzz.RunAsync(Gen.Select(Changes, Changes, Gen.Bool), 1500, sample =>
        {
            var (ofHeader, ofPayload, isSigned) = sample;
            var token = Token(Change(header, ofHeader), Change(payload, ofPayload), isSigned ? key : null);
            var result = Entra.Validator.Validate(token, Audience.ResourceManager);
            (result.Error is null || result.Error.Status == 401).ShouldBeTrue(result.Error?.ToString());
            Read(token);
        });
    }

    [Fact]
    public Task Token_OfAnyBytes_IsRefused() => Fuzz.RunAsync(Gen.Select(Gen.Byte.Array[0, 120], Gen.Byte.Array[0, 120], Gen.Byte.Array[0, 300]), 3000, parts =>
    {
        var token = string.Join('.', new[] { parts.Item1, parts.Item2, parts.Item3 }.Select(part => Base64Url.EncodeToString(part)));
        Entra.Validator.Validate(token, Audience.Graph).Error!.Status.ShouldBe(401);
        Read(token);
    });

    [Fact]
    public async Task ClientAssertion_OfAnyContent_IsTakenOrRefused()
    {
        using var key = RSA.Create(2048);
        using var certificate = ClientAssertion.NewCertificate(key);
        var client = await Entra.AddClientAsync();
        var now = Entra.Time.GetUtcNow();
        await Entra.ChangeAsync(client, app => app with { KeyCredentials = [ClientAssertion.Register(certificate, now, now.AddYears(1))] });
        var header = $$"""{"alg":"RS256","x5t":"{{Base64Url.EncodeToString(certificate.GetCertHash())}}"}""";
        var payload = $$"""
            {"iss":"{{client.ClientId}}","sub":"{{client.ClientId}}","aud":"https://login.microsoftonline.com/common/oauth2/v2.0/token","exp":{{now.AddHours(1).ToUnixTimeSeconds()}}}
            """;

        await Fuzz.RunAsync(Gen.Select(Changes, Changes), 150, async sample =>
        {
            var (status, answer) = await Entra.PostAsync($"/{Entra.Tenant}/oauth2/v2.0/token",
            [
                new("grant_type", "client_credentials"), new("client_id", client.ClientId), new("scope", "https://management.azure.com/.default"),
                new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
                new("client_assertion", Token(Change(header, sample.Item1), Change(payload, sample.Item2), key)),
            ]);
            return (int)status < 500 && answer.Count > 0;
        });
    }

    private static void Read(string token)
    {
        if (SignedJwt.Read(token) is { } jwt)
        {
            _ = (jwt.Algorithm, jwt.KeyId, jwt.Issuer, jwt.Subject, jwt.Audiences.Count, jwt.NotBefore, jwt.Expires);
        }
    }

    /// <summary>A JSON text with properties put in place of its own, or beside them: what comes out may be no JSON.</summary>
    private static string Change(string json, IEnumerable<(string Name, string Value)> changes)
    {
        var node = JsonNode.Parse(json)!.AsObject();
        StringBuilder added = new();
        foreach (var (name, value) in changes)
        {
            // One in two stands twice.
            if (name.Length % 2 == 0)
            {
                node.Remove(name);
            }

            added.Append(',').Append('"').Append(name).Append("\":").Append(value);
        }

        var text = Json.ToText(node);
        return text.Length == 2 ? $"{{{added.ToString().TrimStart(',')}}}" : $"{text[..^1]}{added}}}";
    }

    private static string Token(string header, string payload, RSA? key)
    {
        var unsigned = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(payload))}";
        return $"{unsigned}.{(key is null ? "AAAA" : Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)))}";
    }

    private static string Text(string part) => Encoding.UTF8.GetString(Base64Url.DecodeFromChars(part));

    private static Gen<string> Pick(string[] values) => Gen.Int[0, values.Length - 1].Select(position => values[position]);
}
