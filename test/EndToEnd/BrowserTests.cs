using Microsoft.Playwright;

namespace Verditer.EndToEnd;

/// <summary><c>az login</c> as most people use it: az 2.74 opens a browser, and a person types into the page.</summary>
public sealed class BrowserTests : IAsyncLifetime
{
    private const string Password = "Correct-horse-7";
    private const string User = "ada@verditer.onmicrosoft.com";

    private LocalAzure _azure = null!;
    private Chromium _browser = null!;

    private IPage Page => _browser.Page;

    public async ValueTask InitializeAsync()
    {
        _azure = await LocalAzure.StartAsync(Build.Jit, Clients.Debian13);
        await _azure.AzAsync($"ad user create --display-name Ada --password {Password} --user-principal-name {User}");
        await _azure.AzAsync($"role assignment create --assignee {User} --role Reader --scope /subscriptions/{_azure.SubscriptionId}");
        _browser = await Chromium.StartAsync(_azure);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
        {
            await _browser.DisposeAsync();
        }

        await _azure.DisposeAsync();
    }

    [Fact]
    public async Task User_WhoTypesIntoTheSignInPage_IsSignedInToAz()
    {
        List<string> complaints = [];
        Page.Console += (_, message) => complaints.Add(message.Text);
        var shown = new ShownAddress(_azure, "ada");
        var login = await shown.BeginSignInAsync();

        var answer = await Page.GotoAsync(await shown.ReadAsync());
        (answer!.Status, new Uri(Page.Url).Host).ShouldBe((200, "login.microsoftonline.com"));
        (await answer.SecurityDetailsAsync())!.Issuer.ShouldNotBeNullOrEmpty();
        await Page.GetByLabel("User name").FillAsync(User);
        await Page.GetByLabel("Password").FillAsync("wrong");
        await KeepPictureAsync();
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        (await Page.GetByRole(AriaRole.Alert).InnerTextAsync()).ShouldNotBeNullOrEmpty();
        // The page's own style is allowed by its policy, and nothing of it is refused.
        complaints.ShouldBeEmpty();

        await Page.GetByLabel("Password").FillAsync(Password);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        (await login).Json[0]!["user"]!["name"]!.GetValue<string>().ShouldBe(User);

        new Uri(Page.Url).IsLoopback.ShouldBeTrue();
        (await _azure.TryAzAsync("group list", "ada")).Ok();
        (await _azure.TryAzAsync("group create -n adas -l westus2", "ada")).Refused("AuthorizationFailed", User);
    }

    /// <summary>The picture in the documentation is renewed by this test where it is asked for.</summary>
    private async Task KeepPictureAsync()
    {
        if (Environment.GetEnvironmentVariable("VERDITER_RENEW") is { Length: > 0 })
        {
            await Page.ScreenshotAsync(new() { Path = Path.Combine(Checkout.Root, "docs", "sign-in.png") });
        }
    }
}
