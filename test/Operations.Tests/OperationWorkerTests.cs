using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.Operations.Tests;

public sealed class OperationWorkerTests
{
    [Fact]
    public async Task Worker_WithManyDue_WorksOnSoManyAtOnceAndNoMore()
    {
        var (inside, most) = (0, 0);
        var full = new TaskCompletionSource();
        var handler = new ScriptedHandler(async (_, cancellationToken) =>
        {
            var now = Interlocked.Increment(ref inside);
            most = Math.Max(most, now);
            if (now == 3)
            {
                full.TrySetResult();
            }

            await full.Task.WaitAsync(cancellationToken);
            Interlocked.Decrement(ref inside);
            return ScriptedHandler.Done;
        });
        await using var workshop = await Workshop.OpenAsync(new OperationOptions { Parallel = 3 }, handler);

        var started = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => workshop.StartOperationAsync()));
        await Task.WhenAll(started.Select(record => workshop.Operations.WaitAsync(record.Id)));

        most.ShouldBe(3);
        handler.Runs.Count.ShouldBe(20);
    }

    [Fact]
    public async Task TwoWorkersOnOneStore_ShareTheWork_AndNeverRunAnOperationTwiceAtOnce()
    {
        var inside = new ConcurrentDictionary<string, bool>();
        var overlapped = false;
        async Task<OperationOutcome> Work(OperationRecord record, CancellationToken cancellationToken)
        {
            overlapped |= !inside.TryAdd(record.Id, true);
            await Task.Yield();
            inside.TryRemove(record.Id, out _);
            var step = (record.State.Number("step") ?? 0) + 1;
            return step == 5 ? ScriptedHandler.Done : ScriptedHandler.Again(TimeSpan.Zero, new() { ["step"] = step });
        }

        var (one, two) = (new ScriptedHandler(Work), new ScriptedHandler(Work));
        await using var workshop = await Workshop.OpenAsync(one);
        await workshop.JoinAsync(two);

        var started = await Task.WhenAll(Enumerable.Range(0, 30).Select(_ => workshop.StartOperationAsync()));
        await Task.WhenAll(started.Select(record => workshop.Operations.WaitAsync(record.Id)));

        overlapped.ShouldBeFalse();
        var runs = one.Runs.Concat(two.Runs).ToList();
        runs.Count.ShouldBe(30 * 5);
    }

    [Fact]
    public async Task OperationLeasedElsewhere_IsLeftUntilTheLeaseEnds()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Done);
        await using var workshop = await Workshop.OpenAsync(handler);
        var late = await workshop.StartOperationAsync(delay: TimeSpan.FromSeconds(1));
        await workshop.Store.AcquireLeaseAsync($"operation/{late.Id}", "elsewhere", TimeSpan.FromSeconds(10));

        workshop.HostTime.Advance(TimeSpan.FromSeconds(2));
        await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id);
        handler.Runs.ShouldHaveSingleItem();

        var wait = workshop.Operations.WaitAsync(late.Id);
        while (!wait.IsCompleted)
        {
            workshop.HostTime.Advance(TimeSpan.FromSeconds(5));
            await Task.WhenAny(wait, Task.Delay(10));
        }

        (await wait).EndTime!.Value.ShouldBeGreaterThanOrEqualTo(late.StartTime + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task LongWork_KeepsItsLeaseByRenewingIt()
    {
        var (reached, finish) = (new TaskCompletionSource(), new TaskCompletionSource());
        var handler = new ScriptedHandler(async (_, _) =>
        {
            reached.TrySetResult();
            await finish.Task;
            return ScriptedHandler.Done;
        });
        await using var workshop = await Workshop.OpenAsync(handler);
        var id = (await workshop.StartOperationAsync()).Id;
        await reached.Task;

        for (var i = 0; i < 12; i++)
        {
            workshop.HostTime.Advance(TimeSpan.FromSeconds(10));
            // A lease request of one's own is answered after the renewal, which was queued before it.
            (await workshop.Store.AcquireLeaseAsync($"operation/{id}", "thief", TimeSpan.FromSeconds(1))).ShouldBeNull();
        }

        finish.SetResult();
        (await workshop.Operations.WaitAsync(id)).Status.ShouldBe(OperationStatus.Succeeded);
        handler.Runs.ShouldHaveSingleItem();
    }
}
