using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class DeviceCodeTests : DirectoryTest
{
    [Fact]
    public async Task Device_WaitsUntilItsUserApproves()
    {
        var user = await Entra.AddUserAsync();
        var device = await BeginAsync();
        device.Text("message")!.ShouldContain(device.Text("user_code")!);
        device.Text("verification_uri")!.ShouldEndWith("/device");
        (await PollAsync(device)).Text("error").ShouldBe("authorization_pending");
        (await PollAsync(device)).Text("error").ShouldBe("slow_down");

        using var browser = new TestBrowser(Entra);
        await EnterAsync(browser, device);
        await browser.SignInAsync();
        browser.Title.ShouldBe("Are you trying to sign in to Microsoft Azure CLI?");
        Entra.Time.Advance(TimeSpan.FromSeconds(5));
        (await PollAsync(device)).Text("error").ShouldBe("authorization_pending");
        await browser.SubmitAsync(("answer", "continue"));
        browser.Page.ShouldContain("You have signed in");

        var answer = await PollAsync(device);
        Claims.Of(answer).Text("oid").ShouldBe(user.Id);
        answer.Text("refresh_token").ShouldNotBeNull();
        (await PollAsync(device)).Number().ShouldBe(54005);
        Entra.Get<ISignInLog>().Read(Entra.Tenant).ShouldNotContain(signIn => signIn.ErrorCode == 70016);
    }

    [Fact]
    public async Task Device_WhoseUserHasANewPassword_IsRefused()
    {
        var user = await Entra.AddUserAsync();
        var device = await BeginAsync();
        using var browser = new TestBrowser(Entra);
        await EnterAsync(browser, device);
        await browser.SignInAsync();
        await browser.SubmitAsync(("answer", "continue"));
        await Entra.PutUserAsync(user with { Password = Entra.NewPassword("another") });
        (await PollAsync(device)).Number().ShouldBe(50173);
    }

    [Fact]
    public async Task Device_ThatAsksForWhatAnAdministratorMustGrant_IsNotApproved()
    {
        await Entra.AddUserAsync();
        var client = await Entra.AddClientAsync("thermostat");
        await Entra.ChangeAsync(client, app => app with { Extra = new() { ["isFallbackPublicClient"] = true } });
        var device = await BeginAsync(("client_id", client.ClientId), ("scope", "Directory.ReadWrite.All"));
        using var browser = new TestBrowser(Entra);
        await EnterAsync(browser, device);
        await browser.SignInAsync();
        await browser.SubmitAsync(("answer", "continue"));
        browser.Title.ShouldBe("Need admin approval");
        (await PollAsync(device, ("client_id", client.ClientId))).Text("error").ShouldBe("authorization_declined");
        Entra.Get<DirectoryIndex>().PermissionGrants.All.ShouldBeEmpty();
    }

    [Fact]
    public async Task Device_WhoseUserCancels_IsTold()
    {
        await Entra.AddUserAsync();
        var device = await BeginAsync();
        using var browser = new TestBrowser(Entra);
        await EnterAsync(browser, device);
        await browser.SignInAsync();
        await browser.SubmitAsync(("answer", "cancel"));
        (await PollAsync(device)).Text("error").ShouldBe("authorization_declined");
        Entra.Get<ISignInLog>().Find(s => s.ErrorCode == 65004).ShouldHaveSingleItem().Grant.ShouldBe("device");
    }

    [Fact]
    public async Task Approval_ThatIsRefused_IsAFailedSignInThatThePageNames()
    {
        var user = await Entra.AddUserAsync();
        var device = await BeginAsync(("scope", "https://nowhere.example/.default"));
        using var browser = new TestBrowser(Entra);
        await EnterAsync(browser, device);
        await browser.SignInAsync();
        await browser.SubmitAsync(("answer", "continue"));

        var kept = Entra.Get<ISignInLog>().Find(s => s.ErrorCode == 500011).ShouldHaveSingleItem();
        (kept.Grant, kept.UserId, kept.ClientId, kept.TenantId).ShouldBe(("device", user.Id, UserRequests.AzureCli, Entra.Tenant));
        browser.Page.ShouldContain(kept.Id);
    }

    [Fact]
    public async Task Code_AfterFifteenMinutes_HasEnded()
    {
        var device = await BeginAsync();
        Entra.Time.Advance(TimeSpan.FromMinutes(15));
        (await PollAsync(device)).Text("error").ShouldBe("expired_token");
        using var browser = new TestBrowser(Entra);
        await EnterAsync(browser, device);
        browser.Title.ShouldBe("Enter code");
    }

    [Fact]
    public async Task Code_OfAnotherClientOrNone_IsUnknown()
    {
        var device = await BeginAsync();
        (await PollAsync(device, ("client_id", "1950a258-227b-4e31-a9cf-717495945fc2"))).Text("error").ShouldBe("bad_verification_code");
        (await PollAsync(device, ("device_code", "D-nothing"))).Text("error").ShouldBe("bad_verification_code");
    }

    [Theory]
    [InlineData("scope", "", 900144)]
    [InlineData("client_id", "", 900144)]
    [InlineData("client_id", "00000000-0000-0000-0000-000000000009", 700016)]
    public async Task Request_Wrong_IsRefused(string field, string value, int number) => (await BeginAsync((field, value))).Number().ShouldBe(number);

    private static async Task EnterAsync(TestBrowser browser, JsonObject device)
    {
        await browser.OpenAsync("/device");
        await browser.SubmitAsync(("code", device.Text("user_code")!.ToLowerInvariant()));
        if (browser.Location is { } next)
        {
            await browser.OpenAsync(next);
        }
    }

    private async Task<JsonObject> BeginAsync(params (string Name, string Value)[] changes)
    {
        var fields = new Dictionary<string, string> { ["client_id"] = UserRequests.AzureCli, ["scope"] = UserRequests.ArmScope };
        foreach (var (name, value) in changes)
        {
            fields[name] = value;
        }

        return (await Entra.PostAsync("/organizations/oauth2/v2.0/devicecode", fields.Where(field => field.Value.Length > 0))).Body;
    }

    private Task<JsonObject> PollAsync(JsonObject device, params (string Name, string Value)[] changes) => Entra.TokenAsync(
        [("grant_type", "urn:ietf:params:oauth:grant-type:device_code"), ("device_code", device.Text("device_code")!), .. changes]);
}
