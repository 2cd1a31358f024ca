namespace Verditer.Storage.Conformance;

public abstract class ReopenConformance<TBackend> : StoreConformance<TBackend>
    where TBackend : IStoreBackend, new()
{
    [Fact]
    public async Task Reopen_KeepsDocumentsRevisionsAndChanges()
    {
        await PutAsync("a", "1");
        var revision = await PutAsync("b", "2");
        var last = await DeleteAsync("a");

        await ReopenAsync();

        Store.Revision.ShouldBe(last);
        (await KeysAsync()).ShouldBe(["b"]);
        (await Store.GetAsync(Things, "b")).ShouldNotBeNull().Revision.ShouldBe(revision);
        (await Store.ReadChangesAsync(0)).Changes.Count.ShouldBe(3);
        (await PutAsync("c", "3")).ShouldBe(last + 1);
    }

    [Fact]
    public async Task Dispose_CarriesOutWhatWasAskedBefore()
    {
        var writes = Enumerable.Range(0, 200).Select(i => PutAsync($"{i}", "x")).ToArray();
        await ReopenAsync();

        await Task.WhenAll(writes);
        (await KeysAsync()).Length.ShouldBe(200);
    }

    [Fact]
    public async Task Reopen_ManyTimes_LosesNothing()
    {
        for (var i = 0; i < 5; i++)
        {
            await PutAsync($"{i}", "x");
            await ReopenAsync();
        }

        (await KeysAsync()).ShouldBe(["0", "1", "2", "3", "4"]);
    }
}
