using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Tests.Api;

/// <summary>Service-account tokens that somebody else has made, or made of a good one.</summary>
public sealed class ForgedServiceAccountTokenTests : IAsyncLifetime
{
    private const string Issuer = "https://issuer.example/one/";

    private readonly RSA _own = RSA.Create(2048);
    private readonly RSA _foreign = RSA.Create(2048);
    private TestCluster _cluster = null!;
    private ServiceAccountTokens _tokens = null!;
    private string _good = null!;

    public async ValueTask InitializeAsync()
    {
        _cluster = await TestCluster.StartAsync();
        var authority = new CertificateRequest("CN=ca", _foreign, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(_cluster.Clock.GetUtcNow(), _cluster.Clock.GetUtcNow().AddDays(1));
        _tokens = new(_cluster.Api.Store, new(authority, _own, Issuer, new Dictionary<string, UserInfo>()), _cluster.Clock);
        _good = _tokens.Issue(_cluster.Api.Store.Find(new("", "serviceaccounts"), "default", "default")!, [Issuer], TimeSpan.FromHours(1), null);
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        _own.Dispose();
        _foreign.Dispose();
    }

    [Fact]
    public void Token_MadeByTheSameMeans_IsKnown() => Authenticate(Signed(_own, _ => { })).ShouldNotBeNull().Name.ShouldBe("system:serviceaccount:default:default");

    [Theory]
    [InlineData("alg", "none")]
    [InlineData("alg", "HS256")]
    [InlineData("alg", "RS384")]
    [InlineData("alg", "PS256")]
    [InlineData("alg", "ES256")]
    [InlineData("kid", "foreign")]
    [InlineData("kid", null)]
    [InlineData("crit", "exp")]
    public void Header_ThatSaysOtherwise_IsRefusedThoughTheKeyIsOurs(string name, string? value) => Authenticate(Signed(_own, header => header[name] = value)).ShouldBeNull();

    [Theory]
    [InlineData("iss", "https://issuer.example/two/")]
    [InlineData("iss", null)]
    [InlineData("aud", "api://AzureADTokenExchange")]
    [InlineData("aud", null)]
    [InlineData("exp", null)]
    [InlineData("nbf", null)]
    [InlineData("kubernetes.io", null)]
    public void Claim_ThatSaysOtherwise_IsRefusedThoughTheKeyIsOurs(string name, string? value) =>
        Authenticate(Signed(_own, _ => { }, claims => claims[name] = name == "aud" && value is not null ? new JsonArray(value) : value)).ShouldBeNull();

    [Fact]
    public void Token_OfThePastOrTheFuture_IsRefused()
    {
        var now = _cluster.Clock.GetUtcNow().ToUnixTimeSeconds();

        Authenticate(Signed(_own, _ => { }, claims => claims["exp"] = now)).ShouldBeNull();
        Authenticate(Signed(_own, _ => { }, claims => claims["nbf"] = now + 1)).ShouldBeNull();
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("jwk")]
    public void Key_ThatTheTokenBrings_IsNotBelieved(string name) => Authenticate(Signed(_foreign, header => header[name] = name == "jwk"
        ? new JsonObject { ["kty"] = "RSA", ["n"] = Base64Url.EncodeToString(_foreign.ExportParameters(false).Modulus), ["e"] = "AQAB" }
        : "https://127.0.0.1:1/keys")).ShouldBeNull();

    [Fact]
    public void Algorithm_Hs256WithThePublicKey_IsRefused()
    {
        var unsigned = Unsigned(header => header["alg"] = "HS256", _ => { });

        Authenticate($"{unsigned}.{Base64Url.EncodeToString(HMACSHA256.HashData(_own.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(unsigned)))}").ShouldBeNull();
    }

    [Fact]
    public void Parts_Changed_BreakTheSignature()
    {
        var parts = _good.Split('.');
        var payload = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1]));

        Authenticate($"{parts[0]}.{Encode(payload.Replace("default", "kube-system", StringComparison.Ordinal))}.{parts[2]}").ShouldBeNull();
        Authenticate($"{parts[0]}.{Encode($"{{\"iss\":\"x\",{payload[1..]}")}.{parts[2]}").ShouldBeNull();
        Authenticate($"{parts[0]}.{parts[1]}.").ShouldBeNull();
        Authenticate($"{parts[0]}.{parts[1]}").ShouldBeNull();
        Authenticate($"{_good}.{parts[2]}").ShouldBeNull();
    }

    [Fact]
    public void Token_TooLargeOrNestedDeeply_IsRefused()
    {
        var nested = string.Concat(Enumerable.Repeat("[", 5_000)) + string.Concat(Enumerable.Repeat("]", 5_000));

        Authenticate($"{_good.Split('.')[0]}.{new string('A', 1 << 20)}.AAAA").ShouldBeNull();
        Authenticate(new string('.', 1 << 20)).ShouldBeNull();
        Authenticate($"{Encode($"{{\"alg\":{nested}}}")}.{_good.Split('.')[1]}.AAAA").ShouldBeNull();
    }

    private UserInfo? Authenticate(string token) => _tokens.Authenticate(token, _tokens.ApiAudiences)?.User;

    private string Signed(RSA key, Action<JsonObject> header, Action<JsonObject>? claims = null)
    {
        var unsigned = Unsigned(header, claims ?? (_ => { }));
        return $"{unsigned}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}";
    }

    private string Unsigned(Action<JsonObject> header, Action<JsonObject> claims)
    {
        var parts = _good.Split('.');
        var (head, payload) = (Json.ParseObject(Base64Url.DecodeFromChars(parts[0])), Json.ParseObject(Base64Url.DecodeFromChars(parts[1])));
        header(head);
        claims(payload);
        return $"{Encode(Json.ToText(head))}.{Encode(Json.ToText(payload))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json));
}
