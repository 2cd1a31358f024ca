namespace Verditer.EndToEnd;

/// <summary>Stands where az looks for a browser, and keeps the address that az wants to be shown.</summary>
internal sealed class ShownAddress(LocalAzure azure, string name)
{
    private readonly string _program = Path.Combine(azure.Scratch, $"{name}-browser");
    private readonly string _address = Path.Combine(azure.Scratch, $"{name}-address");

    /// <summary>Signs in as somebody with a profile of its own. It ends when the browser has been led back.</summary>
    public async Task<Task<CommandResult>> BeginSignInAsync()
    {
        await File.WriteAllTextAsync(_program, $"#!/bin/sh\necho \"$1\" >{_address}.new && mv {_address}.new {_address}\n", TestContext.Current.CancellationToken);
        (await Shell.RunAsync("/bin/chmod", ["755", _program], new Dictionary<string, string>())).Ok();
        return azure.TryAzAsync("login", name, new Dictionary<string, string> { ["DISPLAY"] = ":9", ["BROWSER"] = _program });
    }

    /// <summary>What az wants to be shown, once it does.</summary>
    public async Task<string> ReadAsync() => (await LocalAzure.AwaitAsync(
        async () => new("browser", 0, File.Exists(_address) ? await File.ReadAllTextAsync(_address, TestContext.Current.CancellationToken) : "", ""), "authorize?")).Output.Trim();
}
