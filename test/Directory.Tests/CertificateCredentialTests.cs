using System.Buffers.Text;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class CertificateCredentialTests : DirectoryTest
{
    private readonly RSA _key = RSA.Create(2048);
    private X509Certificate2 _certificate = null!;
    private TestClient _client = null!;

    [Theory]
    [InlineData("RS256", "x5t", "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token")]
    [InlineData("PS256", "x5t#S256", "https://login.microsoftonline.com/{tenant}/v2.0")]
    [InlineData("RS256", "hex", "https://login.microsoftonline.com/common/oauth2/token")]
    [InlineData("PS256", "x5t#S256", "https://login.windows.net/verditer.onmicrosoft.com/oauth2/token")]
    [InlineData("RS256", "x5t", "{own}{tenant}/oauth2/v2.0/token")]
    public async Task Assertion_SignedWithARegisteredCertificate_GivesAToken(string algorithm, string thumbprint, string audience)
    {
        await RegisterAsync();
        var answer = await SendAsync(Assertion(header => Name(header, algorithm, thumbprint), claims => claims["aud"] = audience
            .Replace("{tenant}", Entra.Tenant, StringComparison.Ordinal).Replace("{own}", Entra.Http.BaseAddress!.ToString(), StringComparison.Ordinal)));
        Claims.Of(answer).Text("appidacr").ShouldBe("2");
        var signIn = Entra.Get<ISignInLog>().Read(Entra.Tenant, 1).Single();
        signIn.CredentialType.ShouldBe("certificate");
        signIn.CredentialKeyId.ShouldBe(Entra.Application(_client).KeyCredentials.Single().KeyId);
        signIn.Facts!["assertionId"].ShouldBe("one");
    }

    [Theory]
    [InlineData("iss", "someone", 700021)]
    [InlineData("sub", "someone", 700021)]
    [InlineData("aud", "https://login.microsoftonline.com/00000000-0000-0000-0000-000000000001/oauth2/v2.0/token", 700023)]
    [InlineData("aud", "https://evil.example/common/oauth2/v2.0/token", 700023)]
    [InlineData("aud", "https://login.microsoftonline.com/common/oauth2/v2.0/authorize", 700023)]
    [InlineData("exp", "-301", 700024)]
    [InlineData("nbf", "301", 700024)]
    public async Task Assertion_ThatClaimsOtherwise_IsRefused(string claim, string value, int number)
    {
        await RegisterAsync();
        var now = Entra.Time.GetUtcNow().ToUnixTimeSeconds();
        var answer = await SendAsync(Assertion(header => Name(header, "RS256", "x5t"), claims =>
            claims[claim] = int.TryParse(value, out var seconds) ? now + seconds : value));
        answer.Text("error").ShouldBe("invalid_client");
        answer["error_codes"]!.ToJsonString().ShouldBe($"[{number}]");
    }

    [Fact]
    public async Task Assertion_WithTimesAsStrings_AsMsalForDotNetWritesThem_GivesAToken()
    {
        await RegisterAsync();
        var now = Entra.Time.GetUtcNow().ToUnixTimeSeconds();

        Task<JsonObject> Send(long seconds) => SendAsync(Assertion(header => Name(header, "PS256", "x5t#S256"), claims =>
            (claims["nbf"], claims["exp"]) = ($"{now + seconds}", $"{now + seconds + 600}")));

        Claims.Of(await Send(0)).Text("appidacr").ShouldBe("2");
        (await Send(-3600))["error_codes"]!.ToJsonString().ShouldBe("[700024]");
    }

    [Fact]
    public async Task Assertion_ThatEndsBeyondAllTimes_IsRefused()
    {
        await RegisterAsync();
        var answer = await SendAsync(Assertion(header => Name(header, "RS256", "x5t"), claims => claims["exp"] = 253402300799));
        answer.Text("error").ShouldBe("invalid_client");
    }

    [Fact]
    public async Task Certificate_NotRegistered_IsNamedByItsThumbprint()
    {
        _client = await Entra.AddClientAsync();
        _certificate = ClientAssertion.NewCertificate(_key);
        var answer = await SendAsync(Assertion(header => Name(header, "RS256", "x5t"), _ => { }));
        answer.Text("error_description").ShouldStartWith(
            "AADSTS700027: The certificate with identifier used to sign the client assertion is not registered on application. [Reason - The key was not found., "
            + $"Thumbprint of key used by client: '{_certificate.Thumbprint}', ");
    }

    [Fact]
    public async Task Certificate_PastItsEnd_IsRefusedByVerditersClock()
    {
        await RegisterAsync(TimeSpan.FromDays(1));
        (await SendAsync(Assertion(header => Name(header, "RS256", "x5t"), _ => { })))["access_token"].ShouldNotBeNull();
        Entra.Time.Advance(TimeSpan.FromDays(1));
        (await SendAsync(Assertion(header => Name(header, "RS256", "x5t"), _ => { }))).Text("error_description")!.ShouldContain("The key used is expired.");
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("RS384")]
    [InlineData("RS512")]
    [InlineData("ES256")]
    public async Task Assertion_ByAnotherAlgorithm_IsRefused(string algorithm)
    {
        await RegisterAsync();
        var answer = await SendAsync(Assertion(header => Name(header, algorithm, "x5t"), _ => { }));
        answer["error_codes"]!.ToJsonString().ShouldBe("[700027]");
    }

    [Fact]
    public async Task Assertion_SignedByAnotherKey_IsRefused()
    {
        await RegisterAsync();
        using var other = RSA.Create(2048);
        (await SendAsync(Assertion(header => Name(header, "RS256", "x5t"), _ => { }, other)))["error_codes"]!.ToJsonString().ShouldBe("[700027]");
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("jwk")]
    [InlineData("x5c")]
    public async Task Assertion_ThatBringsItsOwnKey_IsRefused_AndNothingIsFetched(string name)
    {
        await RegisterAsync();
        await using var issuer = await TestIssuer.StartAsync();
        using var certificate = ClientAssertion.NewCertificate(issuer.Key);

        var answer = await SendAsync(Assertion(
            header =>
            {
                Name(header, "RS256", "x5t");
                header[name] = name switch
                {
                    "jwk" => ClientAssertion.Keys(issuer.Key, "own")["keys"]![0]!.DeepClone(),
                    "x5c" => new JsonArray(Convert.ToBase64String(certificate.RawData)),
                    _ => $"{issuer.Issuer}/keys",
                };
            },
            _ => { }, issuer.Key));

        answer["error_codes"]!.ToJsonString().ShouldBe("[700027]");
        issuer.Fetches.ShouldBe(0);
    }

    [Fact]
    public async Task Assertion_WithAnExtensionThatMustBeUnderstood_IsRefused()
    {
        await RegisterAsync();
        var answer = await SendAsync(Assertion(
            header =>
            {
                Name(header, "RS256", "x5t");
                header["crit"] = new JsonArray("exp");
            },
            _ => { }));
        answer.Text("error").ShouldBe("invalid_client");
    }

    [Fact]
    public async Task Assertion_WithClaimsTwice_OrTooLong_IsRefused()
    {
        await RegisterAsync();
        var parts = Assertion(header => Name(header, "RS256", "x5t"), _ => { }).Split('.');
        var twice = $$"""{"iss":"someone","iss":"{{_client.ClientId}}","sub":"{{_client.ClientId}}","aud":"https://login.microsoftonline.com/common/oauth2/v2.0/token","exp":9999999999}""";
        foreach (var payload in (string[])[twice, $$"""{"iss":"{{new string('x', 20_000)}}"}"""])
        {
            var unsigned = $"{parts[0]}.{Base64Url.EncodeToString(System.Text.Encoding.UTF8.GetBytes(payload))}";
            var signature = _key.SignData(System.Text.Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
            (await SendAsync($"{unsigned}.{Base64Url.EncodeToString(signature)}")).Text("error").ShouldBe("invalid_client");
        }
    }

    public override async ValueTask DisposeAsync()
    {
        _key.Dispose();
        _certificate?.Dispose();
        await base.DisposeAsync();
    }

    private async Task RegisterAsync(TimeSpan? lifetime = null)
    {
        _client = await Entra.AddClientAsync();
        _certificate = ClientAssertion.NewCertificate(_key);
        var now = Entra.Time.GetUtcNow();
        await Entra.ChangeAsync(_client, app => app with { KeyCredentials = [ClientAssertion.Register(_certificate, now, now + (lifetime ?? TimeSpan.FromDays(365)))] });
    }

    private void Name(JsonObject header, string algorithm, string thumbprint)
    {
        header["alg"] = algorithm;
        header[thumbprint == "hex" ? "x5t" : thumbprint] = thumbprint switch
        {
            "x5t" => Base64Url.EncodeToString(_certificate.GetCertHash()),
            "hex" => _certificate.Thumbprint,
            _ => Base64Url.EncodeToString(_certificate.GetCertHash(HashAlgorithmName.SHA256)),
        };
    }

    private string Assertion(Action<JsonObject> header, Action<JsonObject> claims, RSA? key = null)
    {
        var now = Entra.Time.GetUtcNow().ToUnixTimeSeconds();
        JsonObject head = new() { ["typ"] = "JWT" };
        JsonObject payload = new()
        {
            ["iss"] = _client.ClientId,
            ["sub"] = _client.ClientId,
            ["aud"] = $"https://login.microsoftonline.com/{Entra.Tenant}/oauth2/v2.0/token",
            ["nbf"] = now,
            ["exp"] = now + 600,
            ["jti"] = "one",
        };
        header(head);
        claims(payload);
        return ClientAssertion.Sign(key ?? _key, head, payload);
    }

    private async Task<JsonObject> SendAsync(string assertion) => (await Entra.PostAsync($"/{Entra.Tenant}/oauth2/v2.0/token",
    [
        new("grant_type", "client_credentials"), new("client_id", _client.ClientId), new("scope", "https://management.azure.com/.default"),
        new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", assertion),
    ])).Body;
}
