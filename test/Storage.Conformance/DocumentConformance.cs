namespace Verditer.Storage.Conformance;

public abstract class DocumentConformance<TBackend> : StoreConformance<TBackend>
    where TBackend : IStoreBackend, new()
{
    [Fact]
    public async Task Store_ThatIsNew_IsEmptyAtRevisionZero()
    {
        Store.Revision.ShouldBe(0);
        (await ReadAsync("k")).ShouldBeNull();
        (await Store.ListAsync(Things)).ShouldSatisfyAllConditions(
            page => page.Documents.ShouldBeEmpty(), page => page.Revision.ShouldBe(0), page => page.Next.ShouldBeNull());
    }

    [Fact]
    public async Task Get_AfterAPut_IsWhatWasPut()
    {
        var revision = await PutAsync("k", "one");

        var document = (await Store.GetAsync(Things, "k")).ShouldNotBeNull();

        document.ShouldSatisfyAllConditions(
            d => d.Collection.ShouldBe(Things), d => d.Key.ShouldBe("k"), d => d.Revision.ShouldBe(revision), d => Text(d.Body).ShouldBe("one"));
        Store.Revision.ShouldBe(revision);
    }

    [Fact]
    public async Task Get_AfterASecondPut_IsTheSecond()
    {
        var first = await PutAsync("k", "one");
        var second = await PutAsync("k", "two");

        second.ShouldBeGreaterThan(first);
        (await ReadAsync("k")).ShouldBe("two");
    }

    [Fact]
    public async Task Get_AfterADelete_IsNothing()
    {
        await PutAsync("k", "one");
        (await DeleteAsync("k")).ShouldBeGreaterThan(0);

        (await ReadAsync("k")).ShouldBeNull();
        (await KeysAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_OfTheSameKeyInAnotherCollection_IsNothing()
    {
        await PutAsync("k", "one", "left");

        (await ReadAsync("k", "right")).ShouldBeNull();
        (await KeysAsync(collection: "right")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Delete_OfWhatIsNotThere_ChangesNothing()
    {
        var revision = await PutAsync("k", "one");

        var result = await Store.CommitAsync(new WriteBatch().Delete(Things, "other"));

        result.Committed.ShouldBeTrue();
        result.Revisions.ShouldBe([0L]);
        Store.Revision.ShouldBe(revision);
        (await Store.ReadChangesAsync(revision)).Changes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Commit_OfAnEmptyBatch_ChangesNothing()
    {
        (await Store.CommitAsync(new WriteBatch())).ShouldSatisfyAllConditions(r => r.Committed.ShouldBeTrue(), r => r.Revision.ShouldBe(0));
        Store.Revision.ShouldBe(0);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/subscriptions/S/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v")]
    [InlineData("with 'quotes', \"double\", %percent_ and \\backslash")]
    [InlineData("grüße/日本/𝒳")]
    [InlineData("\u0001\u001f\u007f\uffff")]
    public async Task Key_OfAnyText_IsKeptAsItIs(string key)
    {
        await PutAsync(key, "body");
        await ReopenAsync();

        (await ReadAsync(key)).ShouldBe("body");
        (await KeysAsync()).ShouldBe([key]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0xD800)]
    [InlineData(0xDC00)]
    public async Task Key_ThatIsNotText_IsRefusedAndNeverFound(int codeUnit)
    {
        var key = $"a{(char)codeUnit}b";

        await Should.ThrowAsync<ArgumentException>(() => PutAsync(key, "body"));

        (await ReadAsync(key)).ShouldBeNull();
        Store.Revision.ShouldBe(0);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(100_000)]
    [InlineData(16 << 20)]
    public async Task Body_OfAnyLength_IsKeptByteForByte(int length)
    {
        var body = new byte[length];
        Random.Shared.NextBytes(body);
        await Store.CommitAsync(new WriteBatch().Put(Things, "k", body));
        await ReopenAsync();

        var kept = (await Store.GetAsync(Things, "k")).ShouldNotBeNull().Body;

        kept.Span.SequenceEqual(body).ShouldBeTrue();
    }

    [Fact]
    public async Task Body_ThatIsPartOfALargerArray_IsKeptAlone()
    {
        await Store.CommitAsync(new WriteBatch().Put(Things, "k", Body("0123456789").Slice(3, 4)));
        await ReopenAsync();

        (await ReadAsync("k")).ShouldBe("3456");
    }

    [Fact]
    public async Task Body_OverTheLimit_IsRefusedWithBothFigures()
    {
        var batch = new WriteBatch().Put(Things, "small", Body("x")).Put(Things, "k", new byte[(16 << 20) + 1]);

        var refusal = await Should.ThrowAsync<ArgumentException>(async () => await Store.CommitAsync(batch));

        refusal.Message.ShouldContain("16777217");
        refusal.Message.ShouldContain("16777216");
        (await ReadAsync("small")).ShouldBeNull();
    }

    [Fact]
    public async Task Calls_AfterDispose_AreRefused()
    {
        var store = Store;
        await ReopenAsync();

        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.CommitAsync(new WriteBatch().Put(Things, "k", Body("x"))));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await store.ListAsync(Things));
    }
}
