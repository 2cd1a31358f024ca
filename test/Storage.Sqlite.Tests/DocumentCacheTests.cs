namespace Verditer.Storage.Sqlite.Tests;

public sealed class DocumentCacheTests
{
    private static readonly DocumentKey Key = new("c", "k");

    private readonly DocumentCache _cache = new(limit: 10_000);

    [Fact]
    public void Fill_WithNothingInBetween_IsKept()
    {
        _cache.EndFill(_cache.BeginFill(Key), Document("k", 1));

        Revision("k").ShouldBe(1);
    }

    [Fact]
    public void Fill_OvertakenByAWrite_LeavesTheWrite()
    {
        var fill = _cache.BeginFill(Key);
        Write("k", 2);
        _cache.EndFill(fill, Document("k", 1));

        Revision("k").ShouldBe(2);
    }

    [Fact]
    public void Fill_OvertakenByADeletion_LeavesNothing()
    {
        var (early, late) = (_cache.BeginFill(Key), _cache.BeginFill(Key));
        Write("k", null);
        _cache.EndFill(early, Document("k", 1));
        _cache.EndFill(late, Document("k", 1));

        Revision("k").ShouldBeNull();
    }

    [Fact]
    public void Fill_BegunAfterADeletion_IsNotMistakenForTheOneBefore()
    {
        var before = _cache.BeginFill(Key);
        Write("k", null);
        var after = _cache.BeginFill(Key);
        _cache.EndFill(before, Document("k", 1));
        Revision("k").ShouldBeNull();
        _cache.EndFill(after, Document("k", 3));

        Revision("k").ShouldBe(3);
    }

    [Fact]
    public void Cache_ThatIsFull_DropsWhatWasNotUsed()
    {
        Write("used", 1);
        for (var i = 0; i < 100; i++)
        {
            Write($"{i}", i);
            Revision("used").ShouldBe(1);
        }

        Enumerable.Range(0, 100).Count(i => Revision($"{i}") is not null).ShouldBeInRange(1, 10_000 / 1200);
        Revision("99").ShouldBe(99);
    }

    [Fact]
    public void Cache_OfDocumentsThatGrow_StaysWithinItsLimit()
    {
        for (var i = 0; i < 8; i++)
        {
            Write($"{i}", i);
        }

        Write("7", 9, 9_000);

        Enumerable.Range(0, 7).Count(i => Revision($"{i}") is not null).ShouldBeLessThan(2);
    }

    [Fact]
    public void Cache_OfDocumentsThatComeAndGo_IsEmptyAgain()
    {
        for (var i = 0; i < 1000; i++)
        {
            Write("k", i);
            Write("k", null);
        }

        Write("big", 1, 9_000);
        Revision("k").ShouldBeNull();
        Revision("big").ShouldBe(1);
    }

    private static Document Document(string key, long revision, int length = 1000) => new("c", key, revision, new byte[length]);

    private void Write(string key, long? revision, int length = 1000) =>
        _cache.Apply(new() { [new("c", key)] = revision is { } r ? Document(key, r, length) : null });

    private long? Revision(string key) => _cache.TryGet(new("c", key), out var document) ? document.Revision : null;
}
