using System.Text;
using CsCheck;

namespace Verditer.Storage.Conformance;

public abstract class ListConformance<TBackend> : StoreConformance<TBackend>
    where TBackend : IStoreBackend, new()
{
    /// <summary>Keys whose order or whose prefixes are easily got wrong.</summary>
    private static readonly string[] Edges =
    [
        "", "\u0001", "%", "A", "B", "_", "a", "a%", "a/", "a/b", "a0", "aa", "ab", "b", "rg1", "rg1/", "rg10", "\u007f", "\u0080", "ÿ", "ÿÿ",
        "\ud7ff", "\ud7ffz", "\ue000", "\uffff", "\uffffz", "\U00010000", "\U0010ffff", "\U0010ffffz", "a\U0010ffff", "a\U0010ffffz",
    ];

    private static readonly string[] Sorted = [.. Edges.OrderBy(Encoding.UTF8.GetBytes, ByteOrder.Instance)];

    [Fact]
    public async Task List_OfAll_IsOrderedByUtf8Bytes()
    {
        await FillAsync();

        (await KeysAsync()).ShouldBe(Sorted);
    }

    [Fact]
    public async Task List_WithAPrefix_IsExactlyWhatStartsWithIt()
    {
        await FillAsync();

        foreach (var prefix in Edges)
        {
            (await KeysAsync(prefix)).ShouldBe(Sorted.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)), $"prefix '{prefix}'");
        }
    }

    [Fact]
    public async Task List_AfterAKey_BeginsWithTheNextOne()
    {
        await FillAsync();

        foreach (var after in Edges)
        {
            (await KeysAsync(after: after)).ShouldBe(Sorted.Skip(Array.IndexOf(Sorted, after) + 1), $"after '{after}'");
        }
    }

    [Fact]
    public async Task List_WithPrefixAndAfter_IsWhatBothAllow()
    {
        await FillAsync();

        await Gen.Select(Gen.OneOf(Edges), Gen.OneOf(Edges), Gen.Int[1, 6]).SampleAsync(async (prefix, after, limit) =>
        {
            var expected = Sorted.Skip(Array.IndexOf(Sorted, after) + 1).Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Take(limit);
            (await KeysAsync(prefix, after, limit)).ShouldBe(expected);
        }, iter: 300);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(31)]
    [InlineData(32)]
    public async Task List_ByPages_IsTheWholeWithoutGapsOrRepeats(int limit)
    {
        await FillAsync();
        var keys = new List<string>();
        string? after = null;
        do
        {
            var page = await Store.ListAsync(Things, after: after, limit: limit);
            page.Documents.Count.ShouldBeLessThanOrEqualTo(limit);
            keys.AddRange(page.Documents.Select(document => document.Key));
            after = page.Next;
        }
        while (after is not null);

        keys.ShouldBe(Sorted);
    }

    [Fact]
    public async Task List_ThatFitsTheLimit_HasNoNextPage()
    {
        await FillAsync();

        (await Store.ListAsync(Things, limit: Edges.Length)).Next.ShouldBeNull();
        (await Store.ListAsync(Things, limit: Edges.Length - 1)).Next.ShouldBe(Sorted[^2]);
    }

    [Fact]
    public async Task List_WhileOthersWrite_IsOfOneRevision()
    {
        // Both documents are always written together, so a page in which they differ was read at two moments.
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await Store.CommitAsync(new WriteBatch().Put(Things, "a", Body($"{i}")).Put(Things, "z", Body($"{i}")));
            }
        });
        for (var i = 0; i < 200; i++)
        {
            var page = await Store.ListAsync(Things);
            page.Documents.Select(document => Text(document.Body)).Distinct().Count().ShouldBeLessThanOrEqualTo(1);
            page.Documents.ShouldAllBe(document => document.Revision <= page.Revision);
            Store.Revision.ShouldBeGreaterThanOrEqualTo(page.Revision);
        }

        await stop.CancelAsync();
        await writer;
    }

    private async Task FillAsync()
    {
        var batch = new WriteBatch();
        foreach (var key in Edges)
        {
            batch.Put(Things, key, Body(key)).Put("others", key, Body("other"));
        }

        (await Store.CommitAsync(batch)).Committed.ShouldBeTrue();
    }

    private sealed class ByteOrder : IComparer<byte[]>
    {
        public static readonly ByteOrder Instance = new();

        public int Compare(byte[]? x, byte[]? y) => x.AsSpan().SequenceCompareTo(y);
    }
}
