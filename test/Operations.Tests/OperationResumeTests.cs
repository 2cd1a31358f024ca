using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Operations.Tests;

public sealed class OperationResumeTests
{
    [Fact]
    public async Task Crash_InTheMiddleOfAPiece_RunsThatPieceAgain()
    {
        var reached = new TaskCompletionSource();
        var hanging = new ScriptedHandler(async (record, cancellationToken) =>
        {
            if (record.State.Text("step") == "two")
            {
                reached.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            }

            return ScriptedHandler.Again(TimeSpan.Zero, new() { ["step"] = "two" });
        });
        await using var workshop = await Workshop.OpenAsync(hanging);
        var id = (await workshop.StartOperationAsync()).Id;
        await reached.Task;

        await workshop.CrashAsync();
        var resumed = new ScriptedHandler(_ => ScriptedHandler.Done);
        await workshop.StartAsync(resumed);
        var ended = await workshop.Operations.WaitAsync(id);

        ended.Status.ShouldBe(OperationStatus.Succeeded);
        resumed.Runs.ShouldHaveSingleItem().State.Text("step").ShouldBe("two");
    }

    [Fact]
    public async Task Stop_CancelsTheWork_AndTheNextStartGoesOn()
    {
        var reached = new TaskCompletionSource();
        var hanging = new ScriptedHandler(async (_, cancellationToken) =>
        {
            reached.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return ScriptedHandler.Done;
        });
        await using var workshop = await Workshop.OpenAsync(hanging);
        var id = (await workshop.StartOperationAsync()).Id;
        await reached.Task;

        await workshop.StopAsync();
        await workshop.StartAsync(new ScriptedHandler(_ => ScriptedHandler.Done));
        var ended = await workshop.Operations.WaitAsync(id);

        ended.Status.ShouldBe(OperationStatus.Succeeded);
        ended.Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task Restart_KeepsDelays()
    {
        await using var workshop = await Workshop.OpenAsync(new ScriptedHandler(_ => ScriptedHandler.Done));
        var late = await workshop.StartOperationAsync(delay: TimeSpan.FromMinutes(10));
        await workshop.StopAsync();

        var handler = new ScriptedHandler(_ => ScriptedHandler.Done);
        await workshop.StartAsync(handler);
        workshop.Operations.Running(late.ResourceId!).ShouldHaveSingleItem().Id.ShouldBe(late.Id);
        var wait = workshop.Operations.WaitAsync(late.Id);
        wait.IsCompleted.ShouldBeFalse();
        workshop.HostTime.Advance(TimeSpan.FromMinutes(10));

        (await wait).EndTime.ShouldBe(late.StartTime + TimeSpan.FromMinutes(10));
    }

    [Fact]
    public async Task Restart_WithAClockFarBehind_EndsDelays()
    {
        await using var workshop = await Workshop.OpenAsync();
        workshop.Clock.Offset = TimeSpan.FromDays(365);
        var late = await workshop.StartOperationAsync(delay: TimeSpan.FromMinutes(10));
        await workshop.StopAsync();

        workshop.Clock.Offset = TimeSpan.Zero;
        await workshop.StartAsync(new ScriptedHandler(_ => ScriptedHandler.Done));

        (await workshop.Operations.WaitAsync(late.Id)).Status.ShouldBe(OperationStatus.Succeeded);
    }

    [Fact]
    public async Task Crashes_AtRandomMoments_RunEveryStepAtLeastOnceAndInOrder()
    {
        const int Steps = 6;
        await using var workshop = await Workshop.OpenAsync();
        await workshop.StopAsync();
        var journal = new List<int>();
        string? id = null;
        for (var crashAt = 0; crashAt <= Steps; crashAt++)
        {
            var stop = new TaskCompletionSource();
            await workshop.StartAsync(new ScriptedHandler(async (record, cancellationToken) =>
            {
                var step = record.State.Number("next") ?? 0;
                if (step == crashAt && crashAt < Steps)
                {
                    // The effect has happened, the record does not know it yet.
                    journal.Add(step);
                    stop.TrySetResult();
                    await Task.Delay(Timeout.Infinite, cancellationToken);
                }

                if (step == Steps)
                {
                    stop.TrySetResult();
                    return ScriptedHandler.Done;
                }

                journal.Add(step);
                return ScriptedHandler.Again(TimeSpan.Zero, new() { ["next"] = step + 1 });
            }));
            id ??= (await workshop.StartOperationAsync()).Id;
            await stop.Task;
            if (crashAt < Steps)
            {
                await workshop.CrashAsync();
            }
        }

        (await workshop.Operations.WaitAsync(id!)).Status.ShouldBe(OperationStatus.Succeeded);
        journal.ShouldBe(journal.Order());
        journal.Distinct().ShouldBe(Enumerable.Range(0, Steps));
    }

    [Fact]
    public async Task Batch_CommittedWithoutAWorker_IsWorkedOnAtTheNextStart()
    {
        await using var workshop = await Workshop.OpenAsync();
        var batch = new WriteBatch();
        var record = workshop.Operations.Start(batch, Workshop.New(delay: TimeSpan.FromDays(1)));
        await workshop.Store.CommitAsync(batch);
        await workshop.CrashAsync();

        workshop.HostTime.Advance(TimeSpan.FromDays(2));
        await workshop.StartAsync(new ScriptedHandler(_ => ScriptedHandler.Done));

        (await workshop.Operations.WaitAsync(record.Id)).Status.ShouldBe(OperationStatus.Succeeded);
    }
}
