using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli.Tests;

public sealed class KeysTests : RunningTest
{
    [Fact]
    public async Task Rotate_MakesANewKey_AndKeepsTheOldOneForItsTokens()
    {
        (await Verditer.RunAsync("keys", "list", "--output", "json")).ShouldBe(0);
        var old = JsonNode.Parse(Verditer.Out)!.AsArray().Single().Text("kid");
        (await Verditer.RunAsync("keys", "rotate", "--output", "json")).ShouldBe(0);
        var keys = JsonNode.Parse(Verditer.Out)!.AsArray();
        keys.Select(key => key.Flag("signs")).ShouldBe([true, false]);
        keys[1].Text("kid").ShouldBe(old);
    }

    [Fact]
    public async Task Rotate_OfAnUnknownTenant_NamesTheKnown()
    {
        (await Verditer.RunAsync("keys", "rotate", "--tenant", "nowhere")).ShouldBe(1);
        Verditer.Error.ShouldContain(Host.Principal.TenantId);
    }
}
