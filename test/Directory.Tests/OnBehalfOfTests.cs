using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class OnBehalfOfTests : DirectoryTest
{
    private TestClient _service = null!;
    private UserRecord _user = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _user = await Entra.AddUserAsync();
        _service = await Entra.AddClientAsync("service");
        await Entra.ChangeAsync(_service, app => app with
        {
            Extra = new()
            {
                ["api"] = new JsonObject { ["oauth2PermissionScopes"] = new JsonArray(new JsonObject { ["value"] = "access_as_user", ["isEnabled"] = true }) },
            },
        });
        await ConsentAsync(Entra.ResourceManagerId);
    }

    [Fact]
    public async Task Service_GetsATokenForItsUser()
    {
        var claims = Claims.Of(await SendAsync(await AssertionAsync()));
        (claims.Text("oid"), claims.Text("appid"), claims.Text("appidacr"), claims.Text("scp"))
            .ShouldBe((_user.Id, _service.ClientId, "1", "user_impersonation"));
    }

    [Fact]
    public async Task Assertion_ForAnotherApi_IsRefused() =>
        (await SendAsync((await Entra.SignInAsync()).Text("access_token")!)).Number().ShouldBe(500131);

    [Fact]
    public async Task Assertion_PastItsEnd_IsRefused()
    {
        var assertion = await AssertionAsync();
        Entra.Time.Advance(TimeSpan.FromHours(1));
        (await SendAsync(assertion)).Number().ShouldBe(500133);
    }

    [Fact]
    public async Task Assertion_Tampered_IsRefused()
    {
        var assertion = await AssertionAsync();
        (await SendAsync(assertion[..^8] + "AAAAAAAA")).Number().ShouldBe(50013);
        (await SendAsync("nonsense")).Number().ShouldBe(50027);
    }

    [Fact]
    public async Task Assertion_OfAnApplication_IsRefused() => (await SendAsync(await Entra.TokenAsync(_service, _service.ClientId))).Number().ShouldBe(50000);

    [Fact]
    public async Task Assertion_ThatIsAnIdToken_IsRefused()
    {
        var signedIn = await Entra.SignInAsync(changes:
            [("client_id", _service.ClientId), ("client_secret", _service.Secret), ("scope", $"openid {_service.ClientId}/access_as_user")]);
        (await SendAsync(signedIn.Text("id_token").ShouldNotBeNull())).Number().ShouldBe(240002);
    }

    [Fact]
    public async Task Service_WithoutConsent_IsToldSo() =>
        (await SendAsync(await AssertionAsync(), ("scope", "https://graph.microsoft.com/.default"))).Text("suberror").ShouldBe("consent_required");

    [Fact]
    public async Task User_WithANewPassword_IsNoLongerActedFor()
    {
        var assertion = await AssertionAsync();
        Entra.Time.Advance(TimeSpan.FromMinutes(1));
        await Entra.PutUserAsync(_user with { Password = Entra.NewPassword("another") });
        (await SendAsync(assertion)).Number().ShouldBe(50173);
    }

    [Theory]
    [InlineData("client_secret", "wrong", 7000215)]
    [InlineData("client_secret", "", 7000218)]
    [InlineData("requested_token_use", "other", 90023)]
    [InlineData("requested_token_use", "", 900144)]
    [InlineData("scope", "", 900144)]
    public async Task Request_Wrong_IsRefused(string field, string value, int number) =>
        (await SendAsync(await AssertionAsync(), (field, value))).Number().ShouldBe(number);

    private async Task<string> AssertionAsync() =>
        (await Entra.SignInAsync(changes: ("scope", $"{_service.ClientId}/access_as_user"))).Text("access_token").ShouldNotBeNull();

    private Task ConsentAsync(string resourceId)
    {
        PermissionGrantRecord grant = new(Entra.Tenant, "everybody", _service.PrincipalId, "AllPrincipals", null, resourceId, "user_impersonation");
        return Entra.Get<DirectoryWriter>().TryCommitAsync(
            Entra.Get<DirectoryIndex>().PermissionGrants.Put(new(), DirectoryIndex.Key(Entra.Tenant, grant.Id), grant), TestDirectory.Cancelled);
    }

    private Task<JsonObject> SendAsync(string assertion, params (string Name, string Value)[] changes) => Entra.TokenAsync(
    [
        ("grant_type", "urn:ietf:params:oauth:grant-type:jwt-bearer"), ("requested_token_use", "on_behalf_of"), ("assertion", assertion),
        ("client_id", _service.ClientId), ("client_secret", _service.Secret), ("scope", "https://management.azure.com/.default"), .. changes,
    ]);
}
