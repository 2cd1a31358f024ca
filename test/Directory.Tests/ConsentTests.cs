using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

/// <summary>What applications are given, by whom, and what <c>.default</c> is for them.</summary>
public sealed class ConsentTests : CodeFlowTest
{
    [Fact]
    public async Task Application_AsksForConsentOnce_AndRedeemsWithItsSecret()
    {
        var user = await Entra.AddUserAsync();
        var client = await Entra.AddClientAsync("web shop");
        await Entra.ChangeAsync(client, app => app with
        {
            Extra = new() { ["web"] = new JsonObject { ["redirectUris"] = new JsonArray("https://shop.example/signin") }, ["isFallbackPublicClient"] = true },
        });
        var address = Address(("client_id", client.ClientId), ("redirect_uri", "https://shop.example/signin"), ("response_mode", "form_post"), ("scope", "openid User.Read"));
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(address);
        await browser.SignInAsync();
        browser.Title.ShouldBe("Permissions requested");
        browser.Page.ShouldContain("User.Read");
        await browser.SubmitAsync(("answer", "accept"));
        browser.Page.ShouldContain("action=\"https://shop.example/signin\"");

        await browser.OpenAsync(address.Replace("form_post", "query", StringComparison.Ordinal));
        var code = browser.Answer()["code"];
        (await RedeemAsync(code, ("client_id", client.ClientId), ("redirect_uri", "https://shop.example/signin"), ("scope", ""))).Number().ShouldBe(7000218);
        var answer = await RedeemAsync(
            code, ("client_id", client.ClientId), ("client_secret", client.Secret), ("redirect_uri", "https://shop.example/signin"), ("scope", ""));
        var claims = Claims.Of(answer);
        (claims.Text("scp"), claims.Text("appidacr"), claims.Text("oid")).ShouldBe(("User.Read", "1", user.Id));
        answer["refresh_token"].ShouldBeNull();
    }

    [Fact]
    public async Task Consent_Declined_IsAccessDenied()
    {
        await Entra.AddUserAsync();
        var client = await Entra.AddClientAsync("web shop");
        await Entra.ChangeAsync(client, app => app with { Extra = new() { ["publicClient"] = new JsonObject { ["redirectUris"] = new JsonArray("http://localhost") } } });
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address(("client_id", client.ClientId), ("response_mode", "fragment")));
        await browser.SignInAsync();
        await browser.SubmitAsync(("answer", "decline"));
        browser.Location!.ShouldStartWith(Redirect + "#");
        browser.Answer()["error"].ShouldBe("access_denied");
    }

    [Theory]
    [InlineData("User.Read.All")]
    [InlineData("{client}/manage")]
    public async Task Scope_ThatAnAdministratorMustGrant_IsGivenByNobodyElse(string scope)
    {
        var user = await Entra.AddUserAsync();
        var client = await Entra.AddClientAsync("web shop");
        await Entra.ChangeAsync(client, app => app with
        {
            Extra = new()
            {
                ["publicClient"] = new JsonObject { ["redirectUris"] = new JsonArray("http://localhost") },
                ["api"] = new JsonObject { ["oauth2PermissionScopes"] = new JsonArray(new JsonObject { ["value"] = "manage", ["type"] = "Admin", ["isEnabled"] = true }) },
            },
        });
        var other = await Entra.AddClientAsync("other");
        await Entra.ChangeAsync(other, app => app with { Extra = Entra.Application(client).Extra!.Copy() });
        var address = Address(("client_id", other.ClientId), ("scope", scope.Replace("{client}", client.ClientId, StringComparison.Ordinal)));
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(address);
        await browser.SignInAsync();
        browser.Title.ShouldBe("Need admin approval");
        Entra.Get<ISignInLog>().Read(Entra.Tenant, 1).Single().ErrorCode.ShouldBe(90094);
        await browser.SubmitAsync(("answer", "accept"));
        (browser.Answer()["error"], browser.Answer()["error_description"][..13]).ShouldBe(("access_denied", "AADSTS90094: "));

        await Entra.Administration.AddRoleMemberAsync(new(Entra.Tenant, DirectoryRoles.CloudApplicationAdministrator, user.Id), TestDirectory.Cancelled);
        await browser.OpenAsync(address);
        browser.Title.ShouldBe("Permissions requested");
        await browser.SubmitAsync(("answer", "accept"));
        Claims.Of(await RedeemAsync(browser.Answer()["code"], ("client_id", other.ClientId), ("scope", ""))).Text("scp").ShouldBe(scope.Split('/')[^1]);
    }

    [Fact]
    public async Task GraphDefault_OfARegisteredClient_IsWhatItAsksForAndThenWhatItWasGiven()
    {
        await Entra.AddUserAsync();
        var client = await AddGraphClientAsync("e1fe6dd8-ba31-4d61-89e7-88639da4683d", "37f7f235-527c-4136-accd-4a02d197296e");
        var address = GraphAddress(client);
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(address);
        await browser.SignInAsync();
        browser.Title.ShouldBe("Permissions requested");
        await browser.SubmitAsync(("answer", "accept"));
        (await GraphScopesAsync(browser, client)).ShouldBe(["User.Read", "openid"], ignoreOrder: true);

        await RequireAsync(client, "e1fe6dd8-ba31-4d61-89e7-88639da4683d", "37f7f235-527c-4136-accd-4a02d197296e", "14dad69e-099b-42c9-810b-d002981feec1");
        await browser.OpenAsync(address);
        (await GraphScopesAsync(browser, client)).ShouldBe(["User.Read", "openid"], ignoreOrder: true);

        await browser.OpenAsync(GraphAddress(client, ("prompt", "consent")));
        browser.Title.ShouldBe("Permissions requested");
        await browser.SubmitAsync(("answer", "accept"));
        (await GraphScopesAsync(browser, client)).ShouldBe(["User.Read", "openid", "profile"], ignoreOrder: true);
    }

    [Fact]
    public async Task GraphDefault_GivenByTheUserAndForEverybody_IsBoth()
    {
        var user = await Entra.AddUserAsync();
        var client = await AddGraphClientAsync("a154be20-db9c-4678-8ab7-66f6cc099a59");
        await GrantAsync(client, null, "User.Read.All");
        await GrantAsync(client, user.Id, "Mail.Read");
        await GrantAsync(client, client.PrincipalId, "Files.Read");

        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(GraphAddress(client));
        await browser.SignInAsync();

        (await GraphScopesAsync(browser, client)).ShouldBe(["User.Read.All", "Mail.Read"], ignoreOrder: true);
    }

    [Fact]
    public async Task GraphDefault_AskedAgain_NeedsOfTheUserOnlyWhatIsMissing()
    {
        var user = await Entra.AddUserAsync();
        var client = await AddGraphClientAsync("a154be20-db9c-4678-8ab7-66f6cc099a59", "e1fe6dd8-ba31-4d61-89e7-88639da4683d");
        await GrantAsync(client, null, "User.Read.All");
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(GraphAddress(client, ("prompt", "consent")));
        await browser.SignInAsync();
        browser.Title.ShouldBe("Permissions requested");
        await browser.SubmitAsync(("answer", "accept"));

        (await GraphScopesAsync(browser, client)).ShouldBe(["User.Read.All", "User.Read"], ignoreOrder: true);
        Entra.Get<DirectoryIndex>().PermissionGrants.In(Entra.Tenant).Single(grant => grant.PrincipalId == user.Id).Scope.ShouldBe("User.Read");
    }

    [Fact]
    public async Task GraphDefault_ThatAsksForAnAdministratorsScope_NeedsAnAdministrator()
    {
        await Entra.AddUserAsync();
        var client = await AddGraphClientAsync("a154be20-db9c-4678-8ab7-66f6cc099a59");
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(GraphAddress(client));
        await browser.SignInAsync();

        browser.Title.ShouldBe("Need admin approval");
    }

    private async Task<TestClient> AddGraphClientAsync(params string[] scopeIds)
    {
        var client = await Entra.AddClientAsync("web shop");
        await RequireAsync(client, scopeIds);
        return client;
    }

    private Task RequireAsync(TestClient client, params string[] scopeIds) => Entra.ChangeAsync(client, app => app with
    {
        Extra = new()
        {
            ["publicClient"] = new JsonObject { ["redirectUris"] = new JsonArray("http://localhost") },
            ["requiredResourceAccess"] = new JsonArray(new JsonObject
            {
                ["resourceAppId"] = ProtectedResource.Graph.AppId,
                ["resourceAccess"] = new JsonArray([.. scopeIds.Select(id => new JsonObject { ["id"] = id, ["type"] = "Scope" })]),
            }),
        },
    });

    private Task GrantAsync(TestClient client, string? userId, string scope)
    {
        var index = Entra.Get<DirectoryIndex>();
        var graph = index.ServicePrincipalsByAppId.Find(DirectoryIndex.Key(Entra.Tenant, ProtectedResource.Graph.AppId!))!;
        PermissionGrantRecord grant = new(Entra.Tenant, Guid.NewGuid().ToString(), client.PrincipalId, userId is null ? "AllPrincipals" : "Principal", userId, graph.Id, scope);
        return Entra.Get<DirectoryWriter>().TryCommitAsync(index.PermissionGrants.Put(new(), DirectoryIndex.Key(Entra.Tenant, grant.Id), grant), TestDirectory.Cancelled);
    }

    private static string GraphAddress(TestClient client, params (string Name, string Value)[] changes) =>
        Address([("client_id", client.ClientId), ("scope", "https://graph.microsoft.com/.default"), .. changes]);

    private async Task<string[]> GraphScopesAsync(TestBrowser browser, TestClient client) =>
        Claims.Of(await RedeemAsync(browser.Answer()["code"], ("client_id", client.ClientId), ("scope", ""))).Text("scp")!.Split(' ');
}
