using System.Buffers.Text;
using System.Globalization;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class PasswordGrantTests : DirectoryTest
{
    [Fact]
    public async Task User_WithTheRightPassword_GetsTokensAsEntraGivesThem()
    {
        var user = await Entra.AddUserAsync(change: user => user with { Extra = new() { ["givenName"] = "Ada", ["surname"] = "Lovelace" } });
        await Entra.Administration.PutGroupAsync(new(Entra.Tenant, "readers", "readers", [user.Id], Entra.Time.GetUtcNow()), TestDirectory.Cancelled);
        await Entra.Administration.AddRoleMemberAsync(new(Entra.Tenant, DirectoryRoles.GlobalAdministrator, user.Id), TestDirectory.Cancelled);

        var answer = await Entra.SignInAsync();

        answer.Text("scope").ShouldBe("https://management.core.windows.net//user_impersonation https://management.core.windows.net//.default");
        answer.Text("foci").ShouldBe("1");
        Json.ParseObject(Base64Url.DecodeFromChars(answer.Text("client_info"))).ToJsonString().ShouldBe($$"""{"uid":"{{user.Id}}","utid":"{{Entra.Tenant}}"}""");
        var access = Claims.Of(answer);
        foreach (var (name, value) in new Dictionary<string, string>
        {
            ["aud"] = "https://management.core.windows.net/",
            ["iss"] = $"https://sts.windows.net/{Entra.Tenant}/",
            ["acr"] = "1",
            ["appid"] = UserRequests.AzureCli,
            ["appidacr"] = "0",
            ["family_name"] = "Lovelace",
            ["given_name"] = "Ada",
            ["idtyp"] = "user",
            ["name"] = "Ada Lovelace",
            ["oid"] = user.Id,
            ["scp"] = "user_impersonation",
            ["tid"] = Entra.Tenant,
            ["unique_name"] = user.UserPrincipalName,
            ["upn"] = user.UserPrincipalName,
            ["ver"] = "1.0",
        })
        {
            access.Text(name).ShouldBe(value, name);
        }

        access["amr"]!.ToJsonString().ShouldBe("[\"pwd\"]");
        access["groups"]!.ToJsonString().ShouldBe("[\"readers\"]");
        access["wids"]!.ToJsonString().ShouldBe($"[\"{DirectoryRoles.GlobalAdministrator}\"]");
        var id = Claims.Of(answer.Text("id_token")!);
        id.Text("aud").ShouldBe(UserRequests.AzureCli);
        id.Text("iss").ShouldBe($"https://login.microsoftonline.com/{Entra.Tenant}/v2.0");
        id.Text("preferred_username").ShouldBe(user.UserPrincipalName);
        id.Text("ver").ShouldBe("2.0");
        id.Text("sub").ShouldNotBe(access.Text("sub"));
        var caller = Entra.Validator.Validate(answer.Text("access_token"), Audience.ResourceManager).Value;
        (caller.Kind, caller.ClientName, caller.AppId).ShouldBe((PrincipalKind.User, user.UserPrincipalName, UserRequests.AzureCli));
        var signIn = Entra.Get<ISignInLog>().Read(Entra.Tenant, 1).Single();
        (signIn.Grant, signIn.UserId, signIn.UserPrincipalName, signIn.CredentialKeyId).ShouldBe(("password", user.Id, user.UserPrincipalName, user.Password!.KeyId));
        signIn.IpAddress.ShouldBe("127.0.0.1");
    }

    [Theory]
    [InlineData("username", "nobody@verditer.onmicrosoft.com", 50034)]
    [InlineData("username", "ada@elsewhere.example", 50128)]
    [InlineData("password", "wrong", 50126)]
    [InlineData("password", "", 900144)]
    [InlineData("scope", "", 900144)]
    [InlineData("client_id", "00000000-0000-0000-0000-000000000009", 700016)]
    [InlineData("client_secret", "of a public client", 700025)]
    [InlineData("scope", "https://management.azure.com/.default https://graph.microsoft.com/.default", 28000)]
    [InlineData("scope", "https://management.azure.com/other", 650053)]
    [InlineData("scope", "https://nothing.example/.default", 500011)]
    [InlineData("tenant", "consumers", 700016)]
    public async Task SignIn_ThatIsWrong_IsRefused(string field, string value, int number)
    {
        await Entra.AddUserAsync();
        (await Entra.SignInAsync(changes: (field, value))).Number().ShouldBe(number);
    }

    [Fact]
    public async Task User_WhoMustChangeThePassword_IsSentToDoSo()
    {
        await Entra.AddUserAsync(change: user => user with { MustChangePassword = true });
        var answer = await Entra.SignInAsync();
        (answer.Number(), answer.Text("error"), answer.Text("suberror")).ShouldBe((50055, "invalid_grant", "user_password_expired"));
    }

    [Fact]
    public async Task User_Disabled_IsToldOnlyWithTheRightPassword()
    {
        await Entra.AddUserAsync(change: user => user with { Enabled = false });
        (await Entra.SignInAsync()).Number().ShouldBe(50057);
        (await Entra.SignInAsync(password: "wrong")).Number().ShouldBe(50126);
    }

    [Fact]
    public async Task Account_AfterTenWrongPasswords_IsLockedForAMinute()
    {
        await Entra.AddUserAsync();
        for (var i = 0; i < 9; i++)
        {
            (await Entra.SignInAsync(password: $"wrong {i.ToString(CultureInfo.InvariantCulture)}")).Number().ShouldBe(50126);
            (await Entra.SignInAsync(password: $"wrong {i.ToString(CultureInfo.InvariantCulture)}")).Number().ShouldBe(50126);
        }

        (await Entra.SignInAsync(password: "wrong 9")).Number().ShouldBe(50053);
        (await Entra.SignInAsync()).Number().ShouldBe(50053);
        Entra.Time.Advance(TimeSpan.FromSeconds(60));
        (await Entra.SignInAsync())["access_token"].ShouldNotBeNull();
    }

    [Fact]
    public async Task Application_WithoutConsent_IsRefused_AndWithItIsNot()
    {
        var user = await Entra.AddUserAsync();
        var client = await Entra.AddClientAsync("desktop");
        await Entra.ChangeAsync(client, app => app with { Extra = new() { ["isFallbackPublicClient"] = true } });
        var answer = await Entra.SignInAsync(changes: ("client_id", client.ClientId));
        (answer.Number(), answer.Text("suberror")).ShouldBe((65001, "consent_required"));

        var index = Entra.Get<DirectoryIndex>();
        PermissionGrantRecord grant = new(Entra.Tenant, "one", client.PrincipalId, "Principal", user.Id, Entra.ResourceManagerId, "user_impersonation");
        await Entra.Get<DirectoryWriter>().TryCommitAsync(index.PermissionGrants.Put(new(), DirectoryIndex.Key(Entra.Tenant, grant.Id), grant), TestDirectory.Cancelled);

        Claims.Of(await Entra.SignInAsync(changes: ("client_id", client.ClientId))).Text("appid").ShouldBe(client.ClientId);
    }

    [Fact]
    public async Task Application_ThatIsConfidential_MustProveItself()
    {
        await Entra.AddUserAsync();
        var client = await Entra.AddClientAsync("web");
        (await Entra.SignInAsync(changes: ("client_id", client.ClientId))).Number().ShouldBe(7000218);
        (await Entra.SignInAsync(changes: [("client_id", client.ClientId), ("client_secret", "wrong")])).Number().ShouldBe(7000215);
    }

    [Fact]
    public async Task V1_AnswersWithTheResource()
    {
        var user = await Entra.AddUserAsync();
        var (_, body) = await Entra.PostAsync("/common/oauth2/token",
        [
            new("grant_type", "password"), new("client_id", UserRequests.AzureCli), new("resource", "https://graph.microsoft.com/"),
            new("username", user.UserPrincipalName.ToUpperInvariant()), new("password", TestDirectory.Password),
        ]);
        body.Text("resource").ShouldBe("https://graph.microsoft.com/");
        Claims.Of(body).Text("scp")!.ShouldContain("Directory.AccessAsUser.All");
        Claims.Of(body.Text("id_token")!).Text("upn").ShouldBe(user.UserPrincipalName);
    }
}
