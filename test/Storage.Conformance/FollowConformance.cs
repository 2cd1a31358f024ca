namespace Verditer.Storage.Conformance;

public abstract class FollowConformance<TBackend> : StoreConformance<TBackend>
    where TBackend : IStoreBackend, new()
{
    [Fact]
    public async Task Follower_WhileManyWrite_TakesInEachDocumentAsItIs()
    {
        var held = new Dictionary<string, (long Revision, string Body)>();
        var backwards = 0;
        using var follower = new StoreFollower(Store, [Things], (_, key, revision, body) =>
        {
            backwards += held.TryGetValue(key, out var before) && before.Revision >= revision ? 1 : 0;
            if (body is { } bytes)
            {
                held[key] = (revision, Text(bytes));
            }
            else
            {
                held.Remove(key);
            }
        });
        await PutAsync("before", "it began");

        var writing = Parallel.ForAsync(0, 500, async (i, _) =>
        {
            await (i % 5 == 4 ? DeleteAsync($"{i % 13}") : PutAsync($"{i % 13}", $"body {i}"));
            await PutAsync("elsewhere", "x", "others");
        });
        await follower.LoadAsync(TestContext.Current.CancellationToken);
        follower.IsLoaded.ShouldBeTrue();
        await writing;

        backwards.ShouldBe(0);
        held.Keys.ShouldBe(await KeysAsync(), ignoreOrder: true);
        foreach (var (key, document) in held)
        {
            document.Body.ShouldBe(await ReadAsync(key));
        }
    }

    [Fact]
    public async Task Follower_LoadedTwice_ReadsOnce()
    {
        var taken = 0;
        using var follower = new StoreFollower(Store, [Things], (_, _, _, _) => taken++);
        await PutAsync("a", "1");

        await follower.LoadAsync(TestContext.Current.CancellationToken);
        await follower.LoadAsync(TestContext.Current.CancellationToken);
        await PutAsync("a", "2");

        taken.ShouldBe(2);
    }
}
