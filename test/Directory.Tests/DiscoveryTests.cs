using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class DiscoveryTests : DirectoryTest
{
    [Fact]
    public async Task Configuration_ByEntrasName_NamesEntra()
    {
        var (_, v2) = await GetAsync("/verditer.onmicrosoft.com/v2.0/.well-known/openid-configuration", "login.windows.net");
        v2.Text("issuer").ShouldBe($"https://login.microsoftonline.com/{Entra.Tenant}/v2.0");
        v2.Text("token_endpoint").ShouldBe($"https://login.microsoftonline.com/{Entra.Tenant}/oauth2/v2.0/token");
        v2.Text("jwks_uri").ShouldBe($"https://login.microsoftonline.com/{Entra.Tenant}/discovery/v2.0/keys");
        var (_, v1) = await GetAsync($"/{Entra.Tenant}/.well-known/openid-configuration", "login.microsoftonline.com");
        v1.Text("issuer").ShouldBe($"https://sts.windows.net/{Entra.Tenant}/");
        v1.Text("token_endpoint").ShouldBe($"https://login.microsoftonline.com/{Entra.Tenant}/oauth2/token");
    }

    [Fact]
    public async Task Configuration_ByLoopback_NamesTheAddressThatWasUsed()
    {
        var origin = Entra.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        var (_, tenant) = await GetAsync($"/{Entra.Tenant}/v2.0/.well-known/openid-configuration");
        tenant.Text("token_endpoint").ShouldBe($"{origin}/{Entra.Tenant}/oauth2/v2.0/token");
        var (_, adfs) = await GetAsync("/adfs/.well-known/openid-configuration");
        adfs.Text("issuer").ShouldBe($"{origin}/adfs");
        adfs.Text("token_endpoint").ShouldBe($"{origin}/adfs/oauth2/token");
        adfs.Text("jwks_uri").ShouldBe($"{origin}/adfs/discovery/keys");
        var (_, common) = await GetAsync("/organizations/v2.0/.well-known/openid-configuration", "login.microsoftonline.com");
        common.Text("issuer").ShouldBe("https://login.microsoftonline.com/{tenantid}/v2.0");
        common.Text("token_endpoint").ShouldBe("https://login.microsoftonline.com/organizations/oauth2/v2.0/token");
    }

    [Fact]
    public async Task Configuration_OfAnUnknownTenant_IsRefused()
    {
        var (status, body) = await GetAsync("/00000000-1111-2222-3333-444444444444/v2.0/.well-known/openid-configuration");
        status.ShouldBe(400);
        body.Text("error").ShouldBe("invalid_tenant");
        body["error_codes"]!.ToJsonString().ShouldBe("[90002]");
    }

    [Theory]
    [InlineData("discovery/keys")]
    [InlineData("discovery/v2.0/keys")]
    public async Task Keys_VerifyATokenByThemselves(string path)
    {
        var token = await Entra.TokenAsync(await Entra.AddClientAsync());
        foreach (var tenant in new[] { Entra.Tenant, "common", "adfs" })
        {
            var (_, body) = await GetAsync($"/{tenant}/{path}");
            var key = body["keys"]!.AsArray().Single(each => each.Text("kid") == Claims.Header(token).Text("kid"))!;
            using var certificate = X509CertificateLoader.LoadCertificate(Convert.FromBase64String(key["x5c"]![0]!.GetValue<string>()));
            key.Text("x5t").ShouldBe(Base64Url.EncodeToString(certificate.GetCertHash()));
            using var rsa = RSA.Create(new RSAParameters { Modulus = Base64Url.DecodeFromChars(key.Text("n")), Exponent = Base64Url.DecodeFromChars(key.Text("e")) });
            rsa.ExportSubjectPublicKeyInfo().ShouldBe(certificate.PublicKey.ExportSubjectPublicKeyInfo());
            var cut = token.LastIndexOf('.');
            rsa.VerifyData(Encoding.ASCII.GetBytes(token[..cut]), Base64Url.DecodeFromChars(token.AsSpan(cut + 1)), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1).ShouldBeTrue();
        }
    }

    [Fact]
    public async Task Instance_OfAKnownHost_SaysWhereItsConfigurationIs()
    {
        var (_, body) = await GetAsync(
            "/common/discovery/instance?api-version=1.1&authorization_endpoint=https://login.microsoftonline.com/common/oauth2/authorize", "login.microsoftonline.com");
        body.Text("tenant_discovery_endpoint").ShouldBe("https://login.microsoftonline.com/common/.well-known/openid-configuration");
        body["metadata"]![0]!["aliases"]!.AsArray().Select(alias => alias!.GetValue<string>()).ShouldContain("login.windows.net");
        var (status, refused) = await GetAsync("/common/discovery/instance?api-version=1.1&authorization_endpoint=https://evil.example/common/oauth2/authorize");
        status.ShouldBe(400);
        refused.Text("error").ShouldBe("invalid_instance");
        (await GetAsync("/common/discovery/instance?api-version=1.1")).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("ada@verditer.onmicrosoft.com", "Managed")]
    [InlineData("ada@elsewhere.example", "Unknown")]
    public async Task UserRealm_OfADomain_SaysWhetherItIsManagedHere(string user, string type) =>
        (await GetAsync($"/common/userrealm/{user}?api-version=1.0")).Body.Text("account_type").ShouldBe(type);

    private async Task<(int Status, JsonObject Body)> GetAsync(string path, string? host = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = host;
        using var response = await Entra.Http.SendAsync(request, TestDirectory.Cancelled);
        return ((int)response.StatusCode, Json.ParseObject(await response.Content.ReadAsByteArrayAsync(TestDirectory.Cancelled)));
    }
}
