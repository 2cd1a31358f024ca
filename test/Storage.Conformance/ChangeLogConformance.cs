namespace Verditer.Storage.Conformance;

public abstract class ChangeLogConformance<TBackend> : StoreConformance<TBackend>
    where TBackend : IStoreBackend, new()
{
    [Fact]
    public async Task Changes_OfEveryKind_AreLoggedInOrder()
    {
        await PutAsync("k", "one");
        await PutAsync("k", "two");
        await DeleteAsync("k");

        var page = await Store.ReadChangesAsync(0);

        page.Compacted.ShouldBeFalse();
        page.Revision.ShouldBe(3);
        page.Changes.Select(change => (change.Revision, change.Kind, Text(change.Body))).ShouldBe(
            [(1, ChangeKind.Created, "one"), (2, ChangeKind.Updated, "two"), (3, ChangeKind.Deleted, "two")]);
    }

    [Fact]
    public async Task Changes_AfterARevision_AreThoseAfterIt()
    {
        await PutAsync("a", "1");
        var seen = await PutAsync("b", "2");
        await PutAsync("c", "3");

        (await Store.ReadChangesAsync(seen)).Changes.Select(change => change.Key).ShouldBe(["c"]);
        (await Store.ReadChangesAsync(seen + 1)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Changes_OfOneCollection_LeaveOutTheOthersButMoveOn()
    {
        await PutAsync("a", "1", "left");
        await PutAsync("b", "2", "right");
        var last = await PutAsync("c", "3", "right");

        var page = await Store.ReadChangesAsync(0, "left");

        page.Changes.Select(change => change.Key).ShouldBe(["a"]);
        page.Revision.ShouldBe(last);
    }

    [Fact]
    public async Task Changes_ByPages_AreAllOfThem()
    {
        for (var i = 0; i < 10; i++)
        {
            await PutAsync($"{i}", "x");
        }

        var first = await Store.ReadChangesAsync(0, limit: 4);
        var second = await Store.ReadChangesAsync(first.Revision, limit: 4);
        var third = await Store.ReadChangesAsync(second.Revision, limit: 4);

        first.Revision.ShouldBe(4);
        third.Revision.ShouldBe(Store.Revision);
        first.Changes.Concat(second.Changes).Concat(third.Changes).Select(change => change.Key).ShouldBe(Enumerable.Range(0, 10).Select(i => $"{i}"));
    }

    [Fact]
    public async Task Compact_ForgetsChangesAndKeepsDocuments()
    {
        await PutAsync("a", "1");
        var compacted = await PutAsync("b", "2");
        await PutAsync("c", "3");

        await Store.CompactAsync(compacted);

        (await Store.ReadChangesAsync(0)).ShouldSatisfyAllConditions(page => page.Compacted.ShouldBeTrue(), page => page.Changes.ShouldBeEmpty());
        (await Store.ReadChangesAsync(compacted - 1)).Compacted.ShouldBeTrue();
        (await Store.ReadChangesAsync(compacted)).ShouldSatisfyAllConditions(
            page => page.Compacted.ShouldBeFalse(), page => page.Changes.Select(change => change.Key).ShouldBe(["c"]));
        (await KeysAsync()).ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public async Task Compact_BeyondTheEndOrBackwards_DoesNoHarm()
    {
        var last = await PutAsync("a", "1");

        await Store.CompactAsync(last + 1000);
        await Store.CompactAsync(0);

        Store.Revision.ShouldBe(last);
        (await Store.ReadChangesAsync(last)).Compacted.ShouldBeFalse();
        (await PutAsync("b", "2")).ShouldBe(last + 1);
        (await Store.ReadChangesAsync(last)).Changes.Select(change => change.Key).ShouldBe(["b"]);
    }

    [Fact]
    public async Task Revision_WhenAllIsDeletedAndCompacted_StaysAcrossAReopen()
    {
        await PutAsync("a", "1");
        var last = await DeleteAsync("a");
        await Store.CompactAsync(last);
        await ReopenAsync();

        Store.Revision.ShouldBe(last);
        (await Store.ReadChangesAsync(last - 1)).Compacted.ShouldBeTrue();
        (await PutAsync("a", "2")).ShouldBe(last + 1);
    }
}
