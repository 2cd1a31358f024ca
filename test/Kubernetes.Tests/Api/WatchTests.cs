using System.Text.Json.Nodes;
using Verditer.Core;
using static Verditer.Kubernetes.Tests.Api.TestCluster;

namespace Verditer.Kubernetes.Tests.Api;

public sealed class WatchTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Watch_BeginsWithWhatThereIs_ThenFollows()
    {
        await MakeAsync("a");
        await using var watch = _cluster.Api.WatchAsync(ConfigMaps).GetAsyncEnumerator();

        (await NextAsync(watch)).ShouldBe("Added a");
        await MakeAsync("b");
        (await NextAsync(watch)).ShouldBe("Added b");
        await _cluster.ChangeAsync(ConfigMaps, "a", value => value["data"] = new JsonObject { ["k"] = "v" });
        (await NextAsync(watch)).ShouldBe("Modified a");
        await _cluster.Api.DeleteAsync(ConfigMaps, "default", "a");
        (await NextAsync(watch)).ShouldBe("Deleted a");
    }

    [Fact]
    public async Task Watch_ThatFellBehind_StillSeesTheLastState()
    {
        await MakeAsync("first");
        await using var watch = _cluster.Api.WatchAsync(ConfigMaps).GetAsyncEnumerator();
        await NextAsync(watch);

        await _cluster.Api.DeleteAsync(ConfigMaps, "default", "first");
        await MakeAsync("busy");
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async lane =>
        {
            await MakeAsync($"busy-{lane}");
            for (var i = 0; i < 1100; i++)
            {
                await _cluster.ChangeAsync(ConfigMaps, $"busy-{lane}", value => value["data"] = new JsonObject { ["k"] = $"{i}" });
            }
        }));

        (await NextAsync(watch)).ShouldBe("Deleted first");
        (await NextAsync(watch)).ShouldBe("Added busy");
        await watch.MoveNextAsync();
        watch.Current.Object.Text("data", "k").ShouldBe("1099");
    }

    private Task<JsonObject> MakeAsync(string name) =>
        _cluster.CreateAsync(ConfigMaps, $$$"""{"metadata":{"name":"{{{name}}}","namespace":"default"}}""");

    private static async Task<string> NextAsync(IAsyncEnumerator<ObjectEvent> watch)
    {
        (await watch.MoveNextAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(30))).ShouldBeTrue();
        return $"{watch.Current.Kind} {watch.Current.Object.Text("metadata", "name")}";
    }
}
