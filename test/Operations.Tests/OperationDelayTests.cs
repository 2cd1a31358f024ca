namespace Verditer.Operations.Tests;

public sealed class OperationDelayTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Start_WithADelay_WaitsForVerditersClock()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Done) { Kind = "late" };
        await using var workshop = await Workshop.OpenAsync(handler, new ScriptedHandler(_ => ScriptedHandler.Done));
        var late = await workshop.StartOperationAsync("late", delay: 10 * Minute);

        workshop.HostTime.Advance(9 * Minute);
        await AnotherOneEndsAsync(workshop);
        handler.Runs.ShouldBeEmpty();

        workshop.HostTime.Advance(Minute);
        (await workshop.Operations.WaitAsync(late.Id)).EndTime.ShouldBe(late.StartTime + (10 * Minute));
    }

    [Fact]
    public async Task Again_After_WaitsForVerditersClock()
    {
        var handler = new ScriptedHandler(record => record.State.Count == 0
            ? ScriptedHandler.Again(10 * Minute, new() { ["waited"] = true })
            : ScriptedHandler.Done) { Kind = "late" };
        await using var workshop = await Workshop.OpenAsync(handler, new ScriptedHandler(_ => ScriptedHandler.Done));
        var late = await workshop.StartOperationAsync("late");
        await workshop.UntilAsync(late.Id, record => record.State.Count > 0);

        workshop.HostTime.Advance(9 * Minute);
        await AnotherOneEndsAsync(workshop);
        handler.Runs.Count.ShouldBe(1);

        workshop.HostTime.Advance(Minute);
        await workshop.Operations.WaitAsync(late.Id);
        handler.Runs.Count.ShouldBe(2);
    }

    [Fact]
    public async Task ClockThatIsMoved_MakesWhatIsThenDueRunAtOnce()
    {
        await using var workshop = await Workshop.OpenAsync(new ScriptedHandler(_ => ScriptedHandler.Done));
        var late = await workshop.StartOperationAsync(delay: TimeSpan.FromDays(300));

        workshop.Clock.Offset = TimeSpan.FromDays(301);

        (await workshop.Operations.WaitAsync(late.Id)).EndTime.ShouldBe(late.StartTime + TimeSpan.FromDays(301));
    }

    [Fact]
    public async Task ClockThatIsMovedBackToBeforeADelayBegan_EndsTheDelay()
    {
        await using var workshop = await Workshop.OpenAsync(new ScriptedHandler(_ => ScriptedHandler.Done));
        workshop.Clock.Offset = TimeSpan.FromDays(365);
        var late = await workshop.StartOperationAsync(delay: 10 * Minute);

        workshop.Clock.Offset = TimeSpan.Zero;

        (await workshop.Operations.WaitAsync(late.Id)).Status.ShouldBe(OperationStatus.Succeeded);
    }

    [Fact]
    public async Task ClockThatIsMovedBackALittle_MakesADelayLonger()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Done) { Kind = "late" };
        await using var workshop = await Workshop.OpenAsync(handler, new ScriptedHandler(_ => ScriptedHandler.Done));
        var late = await workshop.StartOperationAsync("late", delay: 2 * Minute);

        workshop.Clock.Offset = -Minute;
        workshop.HostTime.Advance(2 * Minute);
        // The next one is due at the moment of its start, which the moved clock puts before the late one.
        await AnotherOneEndsAsync(workshop);
        handler.Runs.ShouldBeEmpty();

        workshop.HostTime.Advance(Minute);
        (await workshop.Operations.WaitAsync(late.Id)).Status.ShouldBe(OperationStatus.Succeeded);
    }

    [Fact]
    public async Task Delays_OfMany_AreKeptInTheirOrder()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Done);
        await using var workshop = await Workshop.OpenAsync(new OperationOptions { Parallel = 1 }, handler);
        var started = new List<OperationRecord>();
        foreach (var delay in (int[])[5, 1, 4, 2, 3])
        {
            started.Add(await workshop.StartOperationAsync(delay: delay * Minute));
        }

        workshop.HostTime.Advance(5 * Minute);
        await Task.WhenAll(started.Select(record => workshop.Operations.WaitAsync(record.Id)));

        handler.Runs.Select(run => run.DueAt).ShouldBeInOrder();
    }

    private static async Task AnotherOneEndsAsync(Workshop workshop) =>
        await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id);
}
