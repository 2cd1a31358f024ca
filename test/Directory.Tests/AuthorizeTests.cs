using System.Net;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class AuthorizeTests : CodeFlowTest
{
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
}
