using Microsoft.Playwright;

namespace Verditer.EndToEnd;

/// <summary>
/// Debian's chromium, without a window, that reaches everything through Verditer and trusts its authority, as <c>verditer trust</c> would have it: by an entry in the
/// certificate store of the person's own folder.
/// </summary>
internal sealed class Chromium : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Chromium(IPlaywright playwright, IBrowser browser, IPage page) => (_playwright, _browser, Page) = (playwright, browser, page);

    public IPage Page { get; }

    public static async Task<Chromium> StartAsync(LocalAzure azure)
    {
        var program = await Tools.BrowserAsync();
        var home = Path.Combine(azure.Scratch, "browser-home");
        await TrustAsync(azure, home);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = program,
            // By the browser's own option: it leaves the loopback, where az waits, out of the proxy.
            Args = [$"--proxy-server={azure.Variable("HTTPS_PROXY")}"],
            Env = new Dictionary<string, string> { ["HOME"] = home, ["PATH"] = Checkout.Environment["PATH"] },
        });
        return new(playwright, browser, await browser.NewPageAsync(new() { ViewportSize = new() { Width = 640, Height = 480 } }));
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }

    private static async Task TrustAsync(LocalAzure azure, string home)
    {
        var store = System.IO.Directory.CreateDirectory(Path.Combine(home, ".pki", "nssdb")).FullName;
        var authority = Path.Combine(azure.Variable("VERDITER_STATE"), "ca.pem");
        foreach (var line in (string[])[$"-N --empty-password -d sql:{store}", $"-A -n verditer -t C,, -i {authority} -d sql:{store}"])
        {
            (await Shell.RunAsync("certutil", Shell.Split(line), Checkout.Environment)).Ok();
        }
    }
}
