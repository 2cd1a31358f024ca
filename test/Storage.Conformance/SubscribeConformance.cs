using System.Collections.Concurrent;

namespace Verditer.Storage.Conformance;

public abstract class SubscribeConformance<TBackend> : StoreConformance<TBackend>
    where TBackend : IStoreBackend, new()
{
    [Fact]
    public async Task Observer_IsCalledOnceForACommit_WithAllItsChanges()
    {
        var calls = new ConcurrentQueue<IReadOnlyList<Change>>();
        using var subscription = Store.Subscribe(calls.Enqueue);

        await Store.CommitAsync(new WriteBatch().Put(Things, "a", Body("1")).Put(Things, "b", Body("2")));
        await Store.CommitAsync(new WriteBatch().Create(Things, "a", Body("conflict")));
        await Store.CommitAsync(new WriteBatch().Delete(Things, "none"));
        await DeleteAsync("a");

        calls.Select(call => string.Join(' ', call.Select(change => $"{change.Revision}{change.Kind}{change.Key}")))
            .ShouldBe(["1Createda 2Createdb", "3Deleteda"]);
    }

    [Fact]
    public async Task Observer_KnowsACommit_BeforeItIsAnswered()
    {
        var index = new ConcurrentDictionary<string, string>();
        using var subscription = Store.Subscribe(changes =>
        {
            foreach (var change in changes)
            {
                index[change.Key] = Text(change.Body);
            }
        });

        await Parallel.ForAsync(0, 500, async (i, _) =>
        {
            await PutAsync($"{i}", $"body {i}");
            index[$"{i}"].ShouldBe($"body {i}");
        });
    }

    [Fact]
    public async Task Observer_WhileManyWrite_SeesRisingRevisionsWithoutGaps()
    {
        var seen = new List<long>();
        var inside = 0;
        var overlapped = false;
        using var subscription = Store.Subscribe(changes =>
        {
            overlapped |= Interlocked.Increment(ref inside) > 1;
            seen.AddRange(changes.Select(change => change.Revision));
            Interlocked.Decrement(ref inside);
        });

        await Parallel.ForAsync(0, 500, async (i, _) => await PutAsync($"{i % 7}", "x"));

        overlapped.ShouldBeFalse();
        seen.ShouldBe(Enumerable.Range(1, 500).Select(i => (long)i));
    }

    [Fact]
    public async Task Observer_ThatReadsTheStore_SeesTheCommit()
    {
        string? read = null;
        using var subscription = Store.Subscribe(changes =>
        {
            var found = ReadAsync(changes[0].Key);
            read = found.IsCompletedSuccessfully ? found.Result : "not at once";
        });

        await PutAsync("k", "one");
        read.ShouldBe("one");
        await PutAsync("k", "two");
        read.ShouldBe("two");
    }

    [Fact]
    public async Task Observer_ThatThrows_DisturbsNobody()
    {
        var others = 0;
        using var failing = Store.Subscribe(_ => throw new InvalidOperationException("on purpose"));
        using var counting = Store.Subscribe(_ => others++);

        await PutAsync("a", "1");
        await PutAsync("b", "2");

        others.ShouldBe(2);
        (await KeysAsync()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Observer_ThatIsDisposed_IsCalledNoMore()
    {
        var (first, second) = (0, 0);
        void Count(IReadOnlyList<Change> changes) => first++;
        var subscription = Store.Subscribe(Count);
        using var stays = Store.Subscribe(_ => second++);
        await PutAsync("a", "1");

        subscription.Dispose();
        subscription.Dispose();
        await PutAsync("b", "2");

        (first, second).ShouldBe((1, 2));
    }

    [Fact]
    public async Task List_AfterSubscribing_AndTheChangesAfterIt_AreTheWhole()
    {
        var seen = new ConcurrentQueue<Change>();
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                await PutAsync($"{i:d6}", "x");
            }
        });

        for (var round = 0; round < 20; round++)
        {
            seen.Clear();
            using var subscription = Store.Subscribe(changes =>
            {
                foreach (var change in changes)
                {
                    seen.Enqueue(change);
                }
            });
            var page = await Store.ListAsync(Things);
            var next = await PutAsync($"{round:d6}/round", "x");
            var known = page.Documents.Select(document => document.Revision).Concat(
                seen.Select(change => change.Revision).Where(revision => revision > page.Revision));

            // The documents that were written again are those of the rounds, so every revision since the start is known once.
            known.Where(revision => revision <= next).Order().ShouldBe(Enumerable.Range(1, (int)next).Select(revision => (long)revision));
        }

        await stop.CancelAsync();
        await writer;
    }
}
