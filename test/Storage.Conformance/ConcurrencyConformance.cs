using System.Collections.Concurrent;
using System.Globalization;

namespace Verditer.Storage.Conformance;

public abstract class ConcurrencyConformance<TBackend> : StoreConformance<TBackend>
    where TBackend : IStoreBackend, new()
{
    [Fact]
    public async Task Writers_AtTheSameTime_LoseNothing()
    {
        const int Writers = 32;
        const int Each = 50;
        var revisions = new ConcurrentBag<long>();

        await Parallel.ForAsync(0, Writers, new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (writer, _) =>
        {
            long last = 0;
            for (var i = 0; i < Each; i++)
            {
                var revision = await PutAsync($"{writer:d2}/{i:d3}", $"{writer} {i}");
                revision.ShouldBeGreaterThan(last);
                revisions.Add(last = revision);
                (await ReadAsync($"{writer:d2}/{i:d3}")).ShouldBe($"{writer} {i}");
            }
        });

        revisions.Distinct().Count().ShouldBe(Writers * Each);
        (await KeysAsync()).Length.ShouldBe(Writers * Each);
        Store.Revision.ShouldBe(revisions.Max());
        await ReopenAsync();
        (await KeysAsync()).Length.ShouldBe(Writers * Each);
    }

    [Fact]
    public async Task Counter_RaisedByMany_CountsEachOnce()
    {
        const int Writers = 16;
        const int Each = 20;
        await PutAsync("counter", "0");

        await Parallel.ForAsync(0, Writers, new ParallelOptions { MaxDegreeOfParallelism = Writers }, async (_, _) =>
        {
            for (var i = 0; i < Each; i++)
            {
                await RaiseAsync();
            }
        });

        (await ReadAsync("counter")).ShouldBe($"{Writers * Each}");
    }

    [Fact]
    public async Task Create_ByMany_SucceedsForOne()
    {
        var winners = 0;
        await Parallel.ForAsync(0, 32, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, stop) =>
        {
            var batch = new WriteBatch().Put(Things, $"{i}", Body("x")).Create(Things, "one", Body($"{i}"));
            if ((await Store.CommitAsync(batch, stop)).Committed)
            {
                Interlocked.Increment(ref winners);
            }
        });

        winners.ShouldBe(1);
        (await KeysAsync()).ShouldBe([(await ReadAsync("one"))!, "one"]);
    }

    [Fact]
    public async Task Get_WhileOthersWrite_NeverGoesBack()
    {
        using var stop = new CancellationTokenSource();
        var writer = Task.Run(async () =>
        {
            for (var i = 1; !stop.IsCancellationRequested; i++)
            {
                await (i % 3 == 0 ? DeleteAsync("k") : PutAsync("k", "x"));
            }
        });
        await Parallel.ForAsync(0, 4, async (_, cancellationToken) =>
        {
            long seen = 0;
            for (var i = 0; i < 2000; i++)
            {
                if (await Store.GetAsync(Things, "k", cancellationToken) is { } document)
                {
                    document.Revision.ShouldBeGreaterThanOrEqualTo(seen);
                    seen = document.Revision;
                }
            }
        });
        await stop.CancelAsync();
        await writer;
    }

    private async Task RaiseAsync()
    {
        while (true)
        {
            var now = (await Store.GetAsync(Things, "counter")).ShouldNotBeNull();
            var next = int.Parse(Text(now.Body), CultureInfo.InvariantCulture) + 1;
            if ((await Store.CommitAsync(new WriteBatch().Replace(Things, "counter", Body($"{next}"), now.Revision))).Committed)
            {
                return;
            }
        }
    }
}
