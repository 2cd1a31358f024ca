using System.Buffers.Text;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class AuthorizeTests : DirectoryTest
{
    private const string Redirect = "http://localhost:53117";
    private const string Verifier = "a-verifier-of-enough-characters-to-be-taken-for-one";
    private static readonly string Challenge = Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(Verifier)));

    [Fact]
    public async Task Browser_SignsIn_AndTheCodeGivesTokens()
    {
        var user = await Entra.AddUserAsync();
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address(("login_hint", "ada@verditer.onmicrosoft.com")));
        browser.Title.ShouldBe("Sign in");
        browser.Page.ShouldContain("Microsoft Azure CLI");
        browser.Page.ShouldContain("value=\"ada@verditer.onmicrosoft.com\"");

        await browser.SignInAsync();
        browser.Status.ShouldBe(HttpStatusCode.Found);
        browser.Location!.ShouldStartWith(Redirect + "?");
        browser.Answer()["state"].ShouldBe("my state&more");
        var signIn = Entra.Get<ISignInLog>().Read(Entra.Tenant).Single();
        (signIn.Grant, signIn.UserId, signIn.ClientId, signIn.ErrorCode).ShouldBe(("authorize", user.Id, UserRequests.AzureCli, 0));

        var answer = await RedeemAsync(browser.Answer()["code"]);
        Claims.Of(answer).Text("oid").ShouldBe(user.Id);
        Claims.Of(answer.Text("id_token")!).Text("nonce").ShouldBe("my nonce");
        answer.Text("refresh_token").ShouldNotBeNull();
        (await RedeemAsync(browser.Answer()["code"])).Number().ShouldBe(54005);
    }

    [Theory]
    [InlineData("code_verifier", "another-verifier-of-enough-characters-to-be-taken", 501481)]
    [InlineData("code_verifier", "", 501481)]
    [InlineData("redirect_uri", "http://localhost:1", 500112)]
    [InlineData("redirect_uri", "", 700009)]
    [InlineData("client_id", "1950a258-227b-4e31-a9cf-717495945fc2", 70000)]
    [InlineData("code", "1.nonsense", 9002313)]
    public async Task Code_WithTheWrongThing_IsRefused_AndStaysGood(string field, string value, int number)
    {
        await Entra.AddUserAsync();
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address());
        await browser.SignInAsync();
        var code = browser.Answer()["code"];
        (await RedeemAsync(code, (field, value))).Number().ShouldBe(number);
        (await RedeemAsync(code))["access_token"].ShouldNotBeNull();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Code_OfAUserWithANewPasswordOrRevokedSessions_IsRefused(bool revoked)
    {
        var user = await Entra.AddUserAsync();
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address());
        await browser.SignInAsync();
        Entra.Time.Advance(TimeSpan.FromSeconds(1));
        await Entra.PutUserAsync(revoked ? UserSessions.Revoke(user, Entra.Time.GetUtcNow()) : user with { Password = Entra.NewPassword("another") });
        (await RedeemAsync(browser.Answer()["code"])).Number().ShouldBe(50173);
    }

    [Fact]
    public async Task Code_AfterTenMinutes_HasEnded()
    {
        await Entra.AddUserAsync();
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address());
        await browser.SignInAsync();
        Entra.Time.Advance(TimeSpan.FromMinutes(10));
        (await RedeemAsync(browser.Answer()["code"])).Number().ShouldBe(70008);
    }

    [Theory]
    [InlineData("redirect_uri", "https://evil.example/", "AADSTS50011")]
    [InlineData("redirect_uri", "http://localhost.evil.example/", "AADSTS50011")]
    [InlineData("redirect_uri", "http://localhost:1@evil.example/", "AADSTS50011")]
    [InlineData("redirect_uri", "https://localhost/", "AADSTS50011")]
    [InlineData("redirect_uri", "javascript:alert(1)", "AADSTS50011")]
    [InlineData("redirect_uri", "", "AADSTS500113")]
    [InlineData("client_id", "00000000-0000-0000-0000-000000000009", "AADSTS700016")]
    [InlineData("tenant", "consumers", "AADSTS700016")]
    [InlineData("tenant", "nowhere", "AADSTS900023")]
    public async Task Request_WhoseReturnCannotBeTrusted_IsToldToThePersonAlone(string field, string value, string error)
    {
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address((field, value)));
        browser.Status.ShouldBe(HttpStatusCode.BadRequest);
        browser.Location.ShouldBeNull();
        browser.Page.ShouldContain(error);
    }

    [Theory]
    [InlineData("response_type", "token", "unsupported_response_type")]
    [InlineData("response_type", "id_token", "unsupported_response_type")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("code_challenge_method", "S512", "invalid_request")]
    [InlineData("response_mode", "other", "invalid_request")]
    [InlineData("prompt", "maybe", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    [InlineData("scope", "", "invalid_request")]
    public async Task Request_Wrong_IsToldToTheClient(string field, string value, string error)
    {
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address((field, value)));
        browser.Answer()["error"].ShouldBe(error);
        browser.Answer()["state"].ShouldBe("my state&more");
    }

    [Fact]
    public async Task Form_FromAnotherSite_SignsNobodyIn()
    {
        await Entra.AddUserAsync();
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address());
        await browser.PostAsync(new Dictionary<string, string>
        {
            ["step"] = "password", ["canary"] = "guessed", ["username"] = "ada@verditer.onmicrosoft.com", ["password"] = TestDirectory.Password,
        });
        browser.Status.ShouldBe(HttpStatusCode.OK);
        browser.Location.ShouldBeNull();
        await browser.OpenAsync(Address(("prompt", "none")));
        browser.Answer()["error"].ShouldBe("login_required");
    }

    [Fact]
    public async Task Page_CanBeNeitherFramedNorScripted()
    {
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address(("login_hint", "\"><script>alert(1)</script>")));
        browser.Page.ShouldNotContain("<script");
        var policy = browser.Last.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("default-src 'none'");
        policy.ShouldContain("frame-ancestors 'none'");
        policy.ShouldContain($"form-action 'self' {Redirect};");
        browser.Last.Headers.CacheControl!.NoStore.ShouldBeTrue();
    }

    [Fact]
    public async Task Password_Wrong_ShowsThePageAgain_AndIsLogged()
    {
        await Entra.AddUserAsync();
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address());
        await browser.SignInAsync(password: "wrong");
        browser.Page.ShouldContain("Your account or password is incorrect.");
        browser.Page.ShouldNotContain("wrong");
        Entra.Get<ISignInLog>().Read(Entra.Tenant, 1).Single().ErrorCode.ShouldBe(50126);
        await browser.SignInAsync();
        browser.Answer().ShouldContainKey("code");
    }

    [Fact]
    public async Task Session_SignsInAgainWithoutAPassword_UntilLogout()
    {
        await Entra.AddUserAsync();
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address());
        await browser.SignInAsync();
        await browser.OpenAsync(Address(("prompt", "none")));
        browser.Answer().ShouldContainKey("code");
        await browser.OpenAsync(Address(("prompt", "select_account")));
        browser.Title.ShouldBe("Pick an account");
        await browser.SubmitAsync(("answer", "continue"));
        browser.Answer().ShouldContainKey("code");
        await browser.OpenAsync(Address(("prompt", "login")));
        browser.Title.ShouldBe("Sign in");

        await browser.OpenAsync($"/{Entra.Tenant}/oauth2/v2.0/logout?post_logout_redirect_uri=https%3A%2F%2Fevil.example");
        browser.Location.ShouldBeNull();
        await browser.OpenAsync(Address(("prompt", "none")));
        browser.Answer()["error"].ShouldBe("login_required");
    }

    [Fact]
    public async Task Session_EndsWithThePassword()
    {
        var user = await Entra.AddUserAsync();
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address());
        await browser.SignInAsync();
        await Entra.PutUserAsync(user with { Password = Entra.NewPassword("another") });
        await browser.OpenAsync(Address(("prompt", "none")));
        browser.Answer()["error"].ShouldBe("login_required");
    }

    [Fact]
    public async Task User_WhoMustChangeThePassword_DoesSoAndGoesOn()
    {
        await Entra.AddUserAsync(change: user => user with { MustChangePassword = true });
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address());
        await browser.SignInAsync();
        browser.Title.ShouldBe("Update your password");
        await ChangeAsync("simple", "simple");
        browser.Page.ShouldContain("8 to 256 characters");
        await ChangeAsync("Secret-ada-12345", "Secret-ada-12345");
        browser.Page.ShouldContain("user name");
        await ChangeAsync("P@ssw0rd1", "P@ssw0rd1");
        browser.Page.ShouldContain("many people choose");
        await ChangeAsync("Better-horse-8", "other");
        browser.Page.ShouldContain("must match");
        await ChangeAsync("Better-horse-8", "Better-horse-8");
        browser.Answer().ShouldContainKey("code");
        (await Entra.SignInAsync(password: "Better-horse-8"))["access_token"].ShouldNotBeNull();
        var audit = (await Entra.Get<IDirectoryAuditLog>().ReadAsync(Entra.Tenant, cancellationToken: TestDirectory.Cancelled)).Single(one => one.Activity == "Change user password");
        (audit.Actor.UserPrincipalName, audit.Actor.AppId).ShouldBe(("ada@verditer.onmicrosoft.com", UserRequests.AzureCli));

        Task ChangeAsync(string password, string again) => browser.SubmitAsync(
            ("username", "ada@verditer.onmicrosoft.com"), ("password", TestDirectory.Password), ("newPassword", password), ("confirmPassword", again));
    }

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
    public async Task CodeOfAPage_NeedsPkce()
    {
        var client = await Entra.AddClientAsync("page");
        await Entra.ChangeAsync(client, app => app with { Extra = new() { ["spa"] = new JsonObject { ["redirectUris"] = new JsonArray(Redirect) } } });
        using var browser = new TestBrowser(Entra);
        await browser.OpenAsync(Address(("client_id", client.ClientId), ("code_challenge", ""), ("code_challenge_method", "")));
        browser.Answer()["error_description"].ShouldStartWith("AADSTS9002325:");
        await browser.OpenAsync(Address(("client_id", client.ClientId)));
        browser.Title.ShouldBe("Sign in");
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

    [Fact]
    public async Task UserInfo_TellsWhoTheBearerIs()
    {
        await Entra.AddUserAsync(change: user => user with { Extra = new() { ["mail"] = "ada@example.org" } });
        var token = (await Entra.SignInAsync(changes: ("scope", "openid https://graph.microsoft.com/.default"))).Text("access_token");
        using var request = new HttpRequestMessage(HttpMethod.Get, "/oidc/userinfo");
        request.Headers.Authorization = new("Bearer", token);
        using var response = await Entra.Http.SendAsync(request, TestDirectory.Cancelled);
        var body = Json.ParseObject(await response.Content.ReadAsByteArrayAsync(TestDirectory.Cancelled));
        (body.Text("name"), body.Text("email"), body.Text("sub")).ShouldBe(("Ada Lovelace", "ada@example.org", Claims.Of(token!).Text("sub")));
        using var refused = await Entra.Http.GetAsync(new Uri("/oidc/userinfo", UriKind.Relative), TestDirectory.Cancelled);
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task UserInfo_ThatIsRefused_IsKeptAmongTheRefusals()
    {
        var kept = new KeptRefusals();
        await using var entra = await TestDirectory.StartAsync(System.IO.Directory.CreateTempSubdirectory("verditer-userinfo-").FullName, configure: s => s.AddSingleton<IRefusalLog>(kept));
        var app = await entra.Issuer.ForClientSecretAsync(entra.Tenant, entra.Bootstrap.ClientId, entra.Bootstrap.Secret!, "https://graph.microsoft.com/");

        foreach (var (token, status) in new[] { ("none", 401), (app.Token!.Value, 403) })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/oidc/userinfo");
            request.Headers.Authorization = new("Bearer", token);
            using var response = await entra.Http.SendAsync(request, TestDirectory.Cancelled);
            var body = Json.ParseObject(await response.Content.ReadAsByteArrayAsync(TestDirectory.Cancelled));

            var refusal = kept.All[^1];
            ((int)response.StatusCode, refusal.Status, refusal.Surface, refusal.Path).ShouldBe((status, status, RefusalSurface.Graph, "/oidc/userinfo"));
            (refusal.Caller is null).ShouldBe(status == 401);
            response.Headers.GetValues("request-id").ShouldBe([refusal.Id]);
            body.At("error", "details")!.AsArray()[0].Text("message").ShouldBe($"verditer why {refusal.Id}");
        }
    }

    private sealed class KeptRefusals : IRefusalLog
    {
        public List<RefusedRequest> All { get; } = [];

        public string? Add(RefusedRequest request)
        {
            All.Add(request);
            return $"verditer why {request.Id}";
        }
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

    private static string Address(params (string Name, string Value)[] changes)
    {
        var values = new Dictionary<string, string>
        {
            ["tenant"] = "organizations",
            ["client_id"] = UserRequests.AzureCli,
            ["response_type"] = "code",
            ["redirect_uri"] = Redirect,
            ["scope"] = UserRequests.ArmScope,
            ["state"] = "my state&more",
            ["nonce"] = "my nonce",
            ["code_challenge"] = Challenge,
            ["code_challenge_method"] = "S256",
            ["client_info"] = "1",
        };
        foreach (var (name, value) in changes)
        {
            values[name] = value;
        }

        var query = values.Where(pair => pair.Key != "tenant" && pair.Value.Length > 0).Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}");
        return $"/{values["tenant"]}/oauth2/v2.0/authorize?{string.Join('&', query)}";
    }

    private Task<JsonObject> RedeemAsync(string code, params (string Name, string Value)[] changes) => Entra.TokenAsync(
        [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", Redirect), ("code_verifier", Verifier), .. changes]);
}
