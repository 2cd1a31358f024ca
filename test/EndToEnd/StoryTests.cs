namespace Verditer.EndToEnd;

/// <summary>The founding problem, played by the command in a running Verditer, and explained by it afterwards.</summary>
public sealed class StoryTests
{
    [Fact]
    public async Task Expiry_Here_GoesAsTold_AndWhyNamesTheEndedSecret()
    {
        await using var azure = await LocalAzure.StartAsync(Build.Jit, Clients.Machine);

        var story = (await azure.VerditerAsync("story expiry --here --output json")).Json;

        ((bool)story["asTold"]!).ShouldBeTrue();
        var failed = (await azure.VerditerAsync("events --signins --output json")).Json.AsArray().First(e => (string)e!["result"]! == "AADSTS7000222");
        var report = (await azure.VerditerAsync($"why {failed!["id"]} --output json")).Json;
        report["findings"]!.AsArray().Select(f => (string)f!["name"]!).ShouldContain("expired-secret");
        report["commands"]!.AsArray().Select(c => (string)c!["command"]!).ShouldContain(c => c.StartsWith("az aks update-credentials --resource-group story --name on-service-principal"));
    }
}
