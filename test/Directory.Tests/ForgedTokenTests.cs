using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

/// <summary>Bearer tokens that somebody else has made, or made of a good one. Each is refused, and nothing is fetched for any of them.</summary>
public sealed class ForgedTokenTests : DirectoryTest
{
    private static readonly string Nested = string.Concat(Enumerable.Repeat("[", 5_000)) + string.Concat(Enumerable.Repeat("]", 5_000));

    private readonly RSA _foreign = RSA.Create(2048);
    private string _good = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _good = await Entra.TokenAsync(await Entra.AddClientAsync());
    }

    [Fact]
    public void Kid_OfNoKey_IsRefused()
    {
        ShouldBeInvalid(Signed(_foreign, header => header["kid"] = "foreign"));
        ShouldBeInvalid(Signed(_foreign, header => header.Remove("kid")));
        ShouldBeInvalid(Signed(_foreign, header => header["kid"] = 7));
        ShouldBeInvalid(Signed(_foreign, header => header["kid"] = null));
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    public async Task Address_OfAKeyInTheHeader_IsNeverFetched(string name)
    {
        await using var issuer = await TestIssuer.StartAsync();

        ShouldBeInvalid(Signed(issuer.Key, header =>
        {
            header[name] = $"{issuer.Issuer}/keys";
            header["kid"] = issuer.KeyId;
        }));
        ShouldBeInvalid(Signed(issuer.Key, header => header[name] = $"{issuer.Issuer}/keys"));

        issuer.Fetches.ShouldBe(0);
    }

    [Fact]
    public void Key_EmbeddedInTheHeader_IsNotBelieved()
    {
        using var certificate = ClientAssertion.NewCertificate(_foreign);
        var key = ClientAssertion.Keys(_foreign, "embedded")["keys"]![0]!;

        ShouldBeInvalid(Signed(_foreign, header => header["jwk"] = key.DeepClone()));
        ShouldBeInvalid(Signed(_foreign, header =>
        {
            header["jwk"] = key.DeepClone();
            header["kid"] = "embedded";
        }));
        ShouldBeInvalid(Signed(_foreign, header => header["x5c"] = new JsonArray(Convert.ToBase64String(certificate.RawData))));
    }

    [Theory]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("PS256")]
    [InlineData("rs256")]
    [InlineData("")]
    public void Algorithm_OtherThanRs256_IsRefusedThoughTheKeyIsOurs(string algorithm)
    {
        var hash = algorithm switch { "RS384" => HashAlgorithmName.SHA384, "RS512" => HashAlgorithmName.SHA512, _ => HashAlgorithmName.SHA256 };
        var padding = algorithm == "PS256" ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1;

        ShouldBeInvalid(Signed(OwnKey, header => header["alg"] = algorithm, hash: hash, padding: padding));
    }

    [Fact]
    public void Algorithm_Es256_IsRefused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var unsigned = Unsigned(header => header["alg"] = "ES256", _ => { });

        ShouldBeInvalid($"{unsigned}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256))}");
    }

    [Fact]
    public void Extension_ThatMustBeUnderstood_IsRefusedThoughTheKeyIsOurs()
    {
        ShouldBeInvalid(Signed(OwnKey, header => header["crit"] = new JsonArray("exp")));
        Validate(Signed(OwnKey, _ => { })).Error.ShouldBeNull();
    }

    [Theory]
    [InlineData("iss", "https://sts.windows.net/00000000-0000-0000-0000-000000000001/", "The access token is from an invalid issuer.")]
    [InlineData("iss", "https://evil.example/", "The access token is from an invalid issuer.")]
    [InlineData("iss", null, "The access token is from an invalid issuer.")]
    [InlineData("tid", "00000000-0000-0000-0000-000000000001", "The access token is from an invalid issuer.")]
    [InlineData("tid", null, "The access token is from an invalid issuer.")]
    [InlineData("oid", "00000000-0000-0000-0000-000000000001", null)]
    [InlineData("oid", null, null)]
    [InlineData("aud", "https://evil.example/", null)]
    [InlineData("aud", null, null)]
    [InlineData("exp", null, null)]
    public void Claim_ThatSaysOtherwise_IsRefusedThoughTheKeyIsOurs(string name, string? value, string? message)
    {
        var error = Validate(Signed(OwnKey, _ => { }, claims => claims[name] = value)).Error!;

        error.Status.ShouldBe(401);
        (message is null || error.Message == message).ShouldBeTrue(error.Message);
    }

    [Fact]
    public void Claims_GivenTwice_BreakTheSignature()
    {
        var parts = _good.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));
        foreach (var twice in (string[])[$"{{\"oid\":\"{Entra.Bootstrap.PrincipalId}\",{payload[1..]}", $"{payload[..^1]},\"oid\":\"{Entra.Bootstrap.PrincipalId}\"}}"])
        {
            ShouldBeInvalid($"{parts[0]}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(twice))}.{parts[2]}");
        }

        ShouldBeInvalid($"{Base64Url.EncodeToString("""{"alg":"none","alg":"RS256","typ":"JWT"}"""u8)}.{parts[1]}.{parts[2]}");
    }

    [Fact]
    public void Parts_Changed_BreakTheSignature()
    {
        var parts = _good.Split('.');

        ShouldBeInvalid($"{Base64Url.EncodeToString(Json.ToBytes(With(Claims.Header(_good), "typ", "at+jwt")))}.{parts[1]}.{parts[2]}");
        ShouldBeInvalid($"{parts[0]}.{Base64Url.EncodeToString(Json.ToBytes(With(Claims.Of(_good), "exp", 9_999_999_999)))}.{parts[2]}");
        ShouldBeInvalid($"{parts[0]}.{parts[1]}.{(parts[2][0] == 'A' ? 'B' : 'A')}{parts[2][1..]}");
        ShouldBeInvalid($"{parts[0]}.{parts[1]}.");
        ShouldBeInvalid($"{parts[0]}.{parts[1]}");
        ShouldBeInvalid($"{_good}.{parts[2]}.{parts[2]}");
    }

    [Fact]
    public void Token_OfAMegabyte_IsNotRead()
    {
        var parts = _good.Split('.');

        ShouldBeInvalid($"{parts[0]}.{new string('A', 1 << 20)}.{parts[2]}");
        ShouldBeInvalid(new string('.', 1 << 20));
        SignedJwt.Read($"{parts[0]}.{new string('A', 1 << 20)}.{parts[2]}").ShouldBeNull();
    }

    [Fact]
    public void Json_NestedDeeply_IsRefused()
    {
        var parts = _good.Split('.');
        foreach (var json in (string[])[Nested, $"{{\"alg\":\"RS256\",\"x\":{Nested}}}", $"{{\"oid\":{Nested}}}"])
        {
            var part = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
            ShouldBeInvalid($"{part}.{parts[1]}.{parts[2]}");
            ShouldBeInvalid($"{parts[0]}.{part}.{parts[2]}");
            SignedJwt.Read($"{part}.{parts[1]}.{parts[2]}").ShouldBeNull();
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _foreign.Dispose();
        await base.DisposeAsync();
    }

    private RSA OwnKey => (RSA)Entra.Get<KeyRing>().Of(Entra.Tenant)[0].SecurityKey.PrivateKey;

    private string Signed(
        RSA key, Action<JsonObject> header, Action<JsonObject>? claims = null, HashAlgorithmName? hash = null, RSASignaturePadding? padding = null)
    {
        var unsigned = Unsigned(header, claims ?? (_ => { }));
        return $"{unsigned}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(unsigned), hash ?? HashAlgorithmName.SHA256, padding ?? RSASignaturePadding.Pkcs1))}";
    }

    private string Unsigned(Action<JsonObject> header, Action<JsonObject> claims)
    {
        var (head, payload) = (Claims.Header(_good), Claims.Of(_good));
        header(head);
        claims(payload);
        return $"{Base64Url.EncodeToString(Json.ToBytes(head))}.{Base64Url.EncodeToString(Json.ToBytes(payload))}";
    }

    private static JsonObject With(JsonObject part, string name, JsonNode value)
    {
        part[name] = value;
        return part;
    }

    private Result<Caller> Validate(string token) => Entra.Validator.Validate(token, Audience.ResourceManager);

    private void ShouldBeInvalid(string token)
    {
        var error = Validate(token).Error!;
        (error.Status, error.Code).ShouldBe((401, "InvalidAuthenticationToken"));
    }
}
