namespace Verditer.Storage.Conformance;

public abstract class ConditionConformance<TBackend> : StoreConformance<TBackend>
    where TBackend : IStoreBackend, new()
{
    [Fact]
    public async Task Create_OfWhatIsThere_IsAConflict()
    {
        await PutAsync("k", "one");
        var batch = new WriteBatch().Create(Things, "k", Body("two"));

        var result = await Store.CommitAsync(batch);

        result.Committed.ShouldBeFalse();
        result.Conflict.ShouldBeSameAs(batch.Writes[0]);
        result.Revision.ShouldBe(0);
        (await ReadAsync("k")).ShouldBe("one");
    }

    [Fact]
    public async Task Create_AfterADelete_IsCarriedOut()
    {
        await PutAsync("k", "one");
        await DeleteAsync("k");

        (await Store.CommitAsync(new WriteBatch().Create(Things, "k", Body("two")))).Committed.ShouldBeTrue();
        (await ReadAsync("k")).ShouldBe("two");
    }

    [Fact]
    public async Task Replace_AtTheRevision_IsCarriedOutOnce()
    {
        var revision = await PutAsync("k", "one");

        (await Store.CommitAsync(new WriteBatch().Replace(Things, "k", Body("two"), revision))).Committed.ShouldBeTrue();
        (await Store.CommitAsync(new WriteBatch().Replace(Things, "k", Body("three"), revision))).Committed.ShouldBeFalse();
        (await ReadAsync("k")).ShouldBe("two");
    }

    [Fact]
    public async Task Replace_OfWhatIsNotThere_IsAConflict()
    {
        (await Store.CommitAsync(new WriteBatch().Replace(Things, "k", Body("x"), 0))).Committed.ShouldBeFalse();
        (await Store.CommitAsync(new WriteBatch().Replace(Things, "k", Body("x"), 1))).Committed.ShouldBeFalse();
        (await ReadAsync("k")).ShouldBeNull();
    }

    [Fact]
    public async Task Delete_AtAnOldRevision_IsAConflict()
    {
        var old = await PutAsync("k", "one");
        var revision = await PutAsync("k", "two");

        (await Store.CommitAsync(new WriteBatch().Delete(Things, "k", old))).Committed.ShouldBeFalse();
        (await ReadAsync("k")).ShouldBe("two");
        (await Store.CommitAsync(new WriteBatch().Delete(Things, "k", revision))).Committed.ShouldBeTrue();
        (await Store.CommitAsync(new WriteBatch().Delete(Things, "k", revision))).Committed.ShouldBeFalse();
    }

    [Fact]
    public async Task Require_AtTheRevision_WritesNothing()
    {
        var revision = await PutAsync("k", "one");

        var result = await Store.CommitAsync(new WriteBatch().Require(Things, "k", revision).RequireAbsent(Things, "other").Put(Things, "new", Body("x")));

        result.Revisions.ShouldBe([0L, 0L, revision + 1]);
        (await Store.GetAsync(Things, "k")).ShouldNotBeNull().Revision.ShouldBe(revision);
    }

    [Fact]
    public async Task Require_ThatFails_StopsTheWholeBatch()
    {
        var revision = await PutAsync("k", "one");

        (await Store.CommitAsync(new WriteBatch().Put(Things, "new", Body("x")).Require(Things, "k", revision + 1))).Committed.ShouldBeFalse();
        (await Store.CommitAsync(new WriteBatch().Put(Things, "new", Body("x")).RequireAbsent(Things, "k"))).Committed.ShouldBeFalse();

        (await KeysAsync()).ShouldBe(["k"]);
        Store.Revision.ShouldBe(revision);
    }

    [Fact]
    public async Task Conflict_OfTheLastWrite_UndoesAllBeforeIt()
    {
        var revision = await PutAsync("k", "one");
        var batch = new WriteBatch().Put(Things, "k", Body("two")).Put(Things, "new", Body("x")).Delete(Things, "k").Create(Things, "new", Body("y"));

        var result = await Store.CommitAsync(batch);

        result.Conflict.ShouldBeSameAs(batch.Writes[3]);
        (await ReadAsync("k")).ShouldBe("one");
        (await ReadAsync("new")).ShouldBeNull();
        (await Store.ReadChangesAsync(revision)).Changes.ShouldBeEmpty();
        (await PutAsync("after", "x")).ShouldBe(revision + 1);
    }

    [Fact]
    public async Task Conditions_WithinABatch_SeeTheWritesBeforeThem()
    {
        var batch = new WriteBatch()
            .Create(Things, "k", Body("one"))
            .Delete(Things, "k")
            .RequireAbsent(Things, "k")
            .Create(Things, "k", Body("two"))
            .Put(Things, "k", Body("three"));

        var result = await Store.CommitAsync(batch);

        result.Committed.ShouldBeTrue();
        result.Revisions.ShouldBe([1L, 2L, 0L, 3L, 4L]);
        (await ReadAsync("k")).ShouldBe("three");
        (await Store.ReadChangesAsync(0)).Changes.Select(change => (change.Kind, Text(change.Body))).ShouldBe(
        [
            (ChangeKind.Created, "one"), (ChangeKind.Deleted, "one"), (ChangeKind.Created, "two"), (ChangeKind.Updated, "three"),
        ]);
    }

    [Fact]
    public async Task Conditions_OfDocumentsThatAreNotCached_AreCheckedToo()
    {
        var revision = await PutAsync("k", "one");
        await ReopenAsync();

        (await Store.CommitAsync(new WriteBatch().Create(Things, "k", Body("x")))).Committed.ShouldBeFalse();
        (await Store.CommitAsync(new WriteBatch().Replace(Things, "k", Body("two"), revision))).Committed.ShouldBeTrue();
    }
}
