using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Directory.Tests;

public sealed class GraphApplicationTests : GraphTest
{
    /// <summary>The Kelvin sign is a small k to some comparisons, and none to others.</summary>
    [Fact]
    public async Task IdentifierUri_BeyondAscii_IsRefused()
    {
        await AskAsync(201, "POST", "/v1.0/applications", """{"displayName": "one", "identifierUris": ["api://x/k"]}""");
        await AskAsync(400, "POST", "/v1.0/applications", """{"displayName": "two", "identifierUris": ["api://x/\u212A"]}""");
    }

    [Fact]
    public async Task Name_TakenByWhatCannotBeFound_IsAConflict()
    {
        await Entra.Get<IDocumentStore>().CommitAsync(new WriteBatch().Put("directory.names", $"uri/{Entra.Tenant}/api://x/lost", "{}"u8.ToArray()), TestDirectory.Cancelled);
        (await AskAsync(409, "POST", "/v1.0/applications", """{"displayName": "one", "identifierUris": ["api://x/lost"]}""")).Text("error", "code").ShouldBe("Directory_ConcurrencyViolation");
    }

    private const string Other = "33333333-3333-3333-3333-333333333333";

    [Fact]
    public async Task Application_New_ShowsWhatNobodySet()
    {
        var app = await AskAsync(201, "POST", "/v1.0/applications", """{"displayName": "plain"}""");

        app.Text("signInAudience").ShouldBe("AzureADMyOrg");
        app["requiredResourceAccess"]!.AsArray().ShouldBeEmpty();
        app["web"]!["implicitGrantSettings"].Flag("enableIdTokenIssuance").ShouldBe(false);
        app["api"]!.AsObject().ContainsKey("requestedAccessTokenVersion").ShouldBeTrue();
    }

    [Fact]
    public async Task Patch_OfASection_KeepsWhatItDoesNotName()
    {
        var app = await AskAsync(201, "POST", "/v1.0/applications", """{"displayName": "site", "web": {"redirectUris": ["https://site.example/back"]}}""");
        await AskAsync(204, "PATCH", $"/v1.0/applications/{app.Text("id")}", """{"web": {"homePageUrl": "https://site.example"}, "isFallbackPublicClient": true}""");

        var shown = await AskAsync(200, "GET", $"/v1.0/applications/{app.Text("id")}");
        shown["web"]!["redirectUris"]!.ToJsonString().ShouldBe("""["https://site.example/back"]""");
        shown["web"].Text("homePageUrl").ShouldBe("https://site.example");
        shown.Flag("isFallbackPublicClient").ShouldBe(true);
    }

    [Theory]
    [InlineData("""{"displayName": ""}""", "displayName")]
    [InlineData("""{"signInAudience": "Everybody"}""", "signInAudience")]
    [InlineData("""{"web": {"redirectUris": ["http://site.example/back"]}}""", "redirectUris")]
    [InlineData("""{"spa": {"redirectUris": ["not an address"]}}""", "redirectUris")]
    [InlineData("""{"identifierUris": ["https://elsewhere.example/x"]}""", "verified domain")]
    [InlineData("""{"identifierUris": ["not a uri"]}""", "identifierUris")]
    [InlineData("""{"identifierUris": ["api://anything"], "signInAudience": "AzureADMultipleOrgs"}""", "verified domain")]
    [InlineData("""{"appRoles": [{"id": "no guid"}]}""", "appRoles")]
    [InlineData("""{"requiredResourceAccess": [{"resourceAppId": "x"}]}""", "requiredResourceAccess")]
    [InlineData("""{"api": {"requestedAccessTokenVersion": 3}}""", "requestedAccessTokenVersion")]
    [InlineData("""{"passwordCredentials": [{"displayName": "mine"}]}""", "generated with service actions")]
    public async Task Patch_AgainstARule_IsRefusedByName(string body, string words)
    {
        var client = await Entra.AddClientAsync();
        (await AskAsync(400, "PATCH", $"/v1.0/applications/{client.ApplicationId}", body)).Text("error", "message")!.ShouldContain(words);
    }

    [Fact]
    public async Task IdentifierUri_InTheTenantsDomain_IsTaken_AndFreedByRemoval()
    {
        var (first, second) = (await Entra.AddClientAsync("first"), await Entra.AddClientAsync("second"));
        const string Body = """{"identifierUris": ["https://app.verditer.onmicrosoft.com/api"]}""";
        await AskAsync(204, "PATCH", $"/v1.0/applications/{first.ApplicationId}", Body);
        var conflict = await AskAsync(400, "PATCH", $"/v1.0/applications/{second.ApplicationId}", Body);
        conflict["error"]!["details"]![0].Text("code").ShouldBe("ObjectConflict");
        await AskAsync(204, "PATCH", $"/v1.0/applications/{first.ApplicationId}", """{"identifierUris": []}""");
        await AskAsync(204, "PATCH", $"/v1.0/applications/{second.ApplicationId}", Body);
    }

    [Fact]
    public async Task AppRole_Enabled_CannotGoBeforeItIsDisabled()
    {
        var client = await Entra.AddClientAsync();
        var path = $"/v1.0/applications/{client.ApplicationId}";
        const string Role = """{"id": "33333333-3333-3333-3333-333333333333", "value": "Read", "displayName": "Read", "allowedMemberTypes": ["Application"], "isEnabled": """;
        await AskAsync(204, "PATCH", path, $$"""{"appRoles": [{{Role}}true}]}""");
        (await AskAsync(400, "PATCH", path, """{"appRoles": []}""")).Text("error", "code").ShouldBe("CannotDeleteOrUpdateEnabledEntitlement");
        await AskAsync(204, "PATCH", path, $$"""{"appRoles": [{{Role}}false}]}""");
        await AskAsync(204, "PATCH", path, """{"appRoles": []}""");
    }

    [Fact]
    public async Task Certificate_IsKeptWithoutItsPrivateKey_AndShownWholeOnlyWhenAskedFor()
    {
        using var certificate = Certificate();
        var client = await Entra.AddClientAsync();
        var path = $"/v1.0/applications/{client.ApplicationId}";
        await AskAsync(204, "PATCH", path, Keys(Convert.ToBase64String(certificate.RawData)));

        var shown = (await AskAsync(200, "GET", path))["keyCredentials"]![0]!;
        shown["key"].ShouldBeNull();
        shown.Text("customKeyIdentifier").ShouldBe(certificate.Thumbprint);
        (await AskAsync(200, "GET", path + "?$select=keyCredentials"))["keyCredentials"]![0].Text("key").ShouldBe(Convert.ToBase64String(certificate.RawData));

        await AskAsync(204, "PATCH", path, new JsonObject { ["keyCredentials"] = new JsonArray(shown.DeepClone()) }.ToJsonString());
        (await AskAsync(200, "GET", path))["keyCredentials"]!.AsArray().Count.ShouldBe(1);
        await AskAsync(204, "PATCH", path, """{"keyCredentials": []}""");
        (await AskAsync(200, "GET", path))["keyCredentials"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Certificate_ThatIsNone_IsRefused()
    {
        using var certificate = Certificate();
        var client = await Entra.AddClientAsync();
        var path = $"/v1.0/applications/{client.ApplicationId}";
        foreach (var key in (string[])[Convert.ToBase64String(certificate.Export(X509ContentType.Pfx)), Convert.ToBase64String([1, 2, 3]), "no base64"])
        {
            (await AskAsync(400, "PATCH", path, Keys(key))).Text("error", "message")!.ShouldContain("'key'");
        }

        var late = Keys(Convert.ToBase64String(certificate.RawData), """, "endDateTime": "2100-01-01T00:00:00Z" """);
        (await AskAsync(400, "PATCH", path, late)).Text("error", "message").ShouldBe("Key credential end date is invalid.");
    }

    [Fact]
    public async Task PasswordCredentials_OfANewApplication_AreGeneratedAndShownOnce()
    {
        var app = await AskAsync(201, "POST", "/v1.0/applications", """{"displayName": "with secret", "passwordCredentials": [{"displayName": "first"}]}""");
        app["passwordCredentials"]![0].Text("secretText")!.Length.ShouldBeGreaterThan(30);
        var shown = await AskAsync(200, "GET", $"/v1.0/applications/{app.Text("id")}");
        shown["passwordCredentials"]![0]!["secretText"].ShouldBeNull();
    }

    [Fact]
    public async Task Owner_IsAddedOnceAndRemoved()
    {
        var (client, owner) = (await Entra.AddClientAsync(), await AddUserAsync("ada"));
        var path = $"/v1.0/applications/{client.ApplicationId}/owners";
        await AskAsync(204, "POST", path + "/$ref", Reference(owner));
        (await AskAsync(400, "POST", path + "/$ref", Reference(owner))).Text("error", "message")
            .ShouldBe("One or more added object references already exist for the following modified properties: 'owners'.");
        await AskAsync(404, "POST", path + "/$ref", Reference(Other));
        Values(await AskAsync(200, "GET", path), "id").ShouldBe([owner]);
        await AskAsync(204, "DELETE", $"{path}/{owner}/$ref");
        await AskAsync(404, "DELETE", $"{path}/{owner}/$ref");
        (await AskAsync(200, "GET", path))["value"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task ServicePrincipal_ShowsWhatItsApplicationOffers()
    {
        var client = await Entra.AddClientAsync();
        await AskAsync(204, "PATCH", $"/v1.0/applications/{client.ApplicationId}", """
            {"appRoles": [{"id": "33333333-3333-3333-3333-333333333333", "value": "Read", "displayName": "Read", "isEnabled": true}],
             "spa": {"redirectUris": ["https://site.example/back"]}}
            """);
        var shown = await AskAsync(200, "GET", $"/v1.0/servicePrincipals/{client.PrincipalId}");
        shown["appRoles"]![0].Text("value").ShouldBe("Read");
        shown["replyUrls"]![0]!.GetValue<string>().ShouldBe("https://site.example/back");
    }

    [Fact]
    public async Task MicrosoftGraph_IsAServicePrincipalOfTheTenant()
    {
        var graph = await AskAsync(200, "GET", "/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')");
        graph.Text("displayName").ShouldBe("Microsoft Graph");
        graph["oauth2PermissionScopes"]!.AsArray().ShouldContain(scope => (string?)scope!["value"] == "User.Read");
        await AskAsync(403, "DELETE", $"/v1.0/servicePrincipals/{graph.Text("id")}");
    }

    private static string Keys(string key, string more = "") =>
        $$"""{"keyCredentials": [{"type": "AsymmetricX509Cert", "usage": "Verify", "key": "{{key}}"{{more}}}]}""";

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(DateTimeOffset.Parse("2026-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture), DateTimeOffset.Parse("2027-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture));
    }
}
