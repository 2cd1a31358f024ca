using Verditer.Storage;

namespace Verditer.Operations.Tests;

public sealed class OperationFaultTests
{
    [Fact]
    public async Task Exceptions_AreRetriedWithGrowingDelays_ThenTheOperationFails()
    {
        var handler = new ScriptedHandler(_ => throw new InvalidOperationException("a secret detail"));
        await using var workshop = await Workshop.OpenAsync(handler);
        var id = (await workshop.StartOperationAsync()).Id;
        var delays = new List<double>();
        for (var attempt = 1; attempt <= 8; attempt++)
        {
            var record = await workshop.UntilAsync(id, record => record.Attempts == attempt);
            delays.Add((record.DueAt - workshop.Clock.GetUtcNow()).TotalSeconds);
            workshop.HostTime.Advance(record.DueAt - workshop.Clock.GetUtcNow());
        }

        var ended = await workshop.Operations.WaitAsync(id);

        delays.ShouldBe([1, 2, 4, 8, 16, 30, 30, 30]);
        handler.Runs.Count.ShouldBe(9);
        ended.Status.ShouldBe(OperationStatus.Failed);
        ended.Error!.Code.ShouldBe("InternalServerError");
        ended.Error.Message.ShouldBe("The operation 'test' was tried 9 times and could not be completed.");
        ended.Error.Details!.ShouldHaveSingleItem().Message.ShouldContain(id);
    }

    [Fact]
    public async Task Exception_ThatPasses_IsForgotten()
    {
        var fail = true;
        var handler = new ScriptedHandler(record => fail
            ? throw new IOException("for now")
            : record.State.Count == 0 ? ScriptedHandler.Again(TimeSpan.FromDays(1), new() { ["step"] = "two" }) : ScriptedHandler.Done);
        await using var workshop = await Workshop.OpenAsync(handler);
        var id = (await workshop.StartOperationAsync()).Id;
        await workshop.UntilAsync(id, record => record.Attempts == 1);

        fail = false;
        workshop.HostTime.Advance(TimeSpan.FromSeconds(1));

        (await workshop.UntilAsync(id, record => record.State.Count > 0)).Attempts.ShouldBe(0);
    }

    [Fact]
    public async Task GivingUp_CommitsTheHandlersWritesWithTheEnd()
    {
        var handler = new ScriptedHandler(_ => throw new IOException("always"))
        {
            GiveUp = (_, error) => new WriteBatch().Put("resources", "r", System.Text.Encoding.UTF8.GetBytes(error.Code)),
        };
        await using var workshop = await Workshop.OpenAsync(new OperationOptions { Retries = 0 }, handler);

        var ended = await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id);

        ended.Status.ShouldBe(OperationStatus.Failed);
        System.Text.Encoding.UTF8.GetString((await workshop.Store.GetAsync("resources", "r"))!.Body.Span).ShouldBe("InternalServerError");
    }

    [Fact]
    public async Task GivingUp_ThatThrowsItself_StillEndsTheOperation()
    {
        var handler = new ScriptedHandler(_ => throw new IOException("always")) { GiveUp = (_, _) => throw new IOException("this too") };
        await using var workshop = await Workshop.OpenAsync(new OperationOptions { Retries = 0 }, handler);

        (await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id)).Status.ShouldBe(OperationStatus.Failed);
    }

    [Fact]
    public async Task TimeoutOfAHandlersOwn_IsAnExceptionLikeOthers()
    {
        var handler = new ScriptedHandler(_ => throw new TaskCanceledException("a request of its own timed out"));
        await using var workshop = await Workshop.OpenAsync(new OperationOptions { Retries = 0 }, handler);

        (await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id)).Status.ShouldBe(OperationStatus.Failed);
    }

    [Fact]
    public async Task RecordThatCannotBeRead_IsLeftAloneAndDisturbsNobody()
    {
        await using var workshop = await Workshop.OpenAsync(new ScriptedHandler(_ => ScriptedHandler.Done));
        await workshop.Store.CommitAsync(new WriteBatch().Put("operations", "broken", "not JSON"u8.ToArray()));
        await workshop.StopAsync();
        await workshop.StartAsync(new ScriptedHandler(_ => ScriptedHandler.Done));

        (await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id)).Status.ShouldBe(OperationStatus.Succeeded);
        (await workshop.Store.GetAsync("operations", "broken")).ShouldNotBeNull();
    }
}
