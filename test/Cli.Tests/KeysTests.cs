using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.Cli.Tests;

public sealed class KeysTests : IAsyncLifetime
{
    private readonly CommandLine _verditer = new();
    private VerditerHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await _verditer.StartHostAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _verditer.Dispose();
    }

    [Fact]
    public async Task Rotate_MakesANewKey_AndKeepsTheOldOneForItsTokens()
    {
        (await _verditer.RunAsync("keys", "list", "--output", "json")).ShouldBe(0);
        var old = JsonNode.Parse(_verditer.Out)!.AsArray().Single().Text("kid");
        (await _verditer.RunAsync("keys", "rotate", "--output", "json")).ShouldBe(0);
        var keys = JsonNode.Parse(_verditer.Out)!.AsArray();
        keys.Select(key => key.Flag("signs")).ShouldBe([true, false]);
        keys[1].Text("kid").ShouldBe(old);
    }

    [Fact]
    public async Task Rotate_OfAnUnknownTenant_NamesTheKnown()
    {
        (await _verditer.RunAsync("keys", "rotate", "--tenant", "nowhere")).ShouldBe(1);
        _verditer.Error.ShouldContain(_host.Principal.TenantId);
    }
}
