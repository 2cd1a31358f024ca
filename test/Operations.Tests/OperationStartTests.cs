using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Operations.Tests;

public sealed class OperationStartTests
{
    [Fact]
    public async Task Start_InABatchThatIsCommitted_IsWorkedOnByItself()
    {
        var handler = new ScriptedHandler(_ => new OperationOutcome.Done(new JsonObject { ["answer"] = 42 }));
        await using var workshop = await Workshop.OpenAsync(handler);

        var started = await workshop.StartOperationAsync(state: new() { ["note"] = "keep" });
        var ended = await workshop.Operations.WaitAsync(started.Id);

        ended.Status.ShouldBe(OperationStatus.Succeeded);
        ended.EndTime.ShouldBe(workshop.Clock.GetUtcNow());
        ended.Result.Number("answer").ShouldBe(42);
        handler.Runs.ShouldHaveSingleItem().State.Text("note").ShouldBe("keep");
    }

    [Fact]
    public async Task Start_InABatchThatIsRefused_LeavesNothing()
    {
        var handler = new ScriptedHandler(_ => ScriptedHandler.Done);
        await using var workshop = await Workshop.OpenAsync(handler);
        var batch = new WriteBatch().Require("resources", "missing", 1);

        var refused = workshop.Operations.Start(batch, Workshop.New(resourceId: "/r"));
        (await workshop.Store.CommitAsync(batch)).Committed.ShouldBeFalse();
        var other = await workshop.StartOperationAsync();
        await workshop.Operations.WaitAsync(other.Id);

        (await workshop.Operations.FindAsync(refused.Id)).ShouldBeNull();
        workshop.Operations.Running("/r").ShouldBeEmpty();
        handler.Runs.ShouldHaveSingleItem().Id.ShouldBe(other.Id);
    }

    [Fact]
    public async Task Running_OfAResource_IsWhatHasNotEnded_OldestFirst()
    {
        await using var workshop = await Workshop.OpenAsync(new ScriptedHandler(_ => ScriptedHandler.Done));
        var hour = TimeSpan.FromHours(1);
        var first = await workshop.StartOperationAsync(resourceId: "/Subscriptions/S", delay: hour * 2);
        workshop.HostTime.Advance(TimeSpan.FromSeconds(1));
        var second = await workshop.StartOperationAsync(resourceId: "/subscriptions/s", delay: hour);
        await workshop.StartOperationAsync(resourceId: "/subscriptions/s/other", delay: hour);

        workshop.Operations.Running("/subscriptions/s").Select(record => record.Id).ShouldBe([first.Id, second.Id]);

        workshop.HostTime.Advance(hour);
        await workshop.Operations.WaitAsync(second.Id);
        workshop.Operations.Running("/subscriptions/s").Select(record => record.Id).ShouldBe([first.Id]);
    }

    [Fact]
    public async Task Wait_ForAnUnknownOperation_SaysSo()
    {
        await using var workshop = await Workshop.OpenAsync();

        (await Should.ThrowAsync<KeyNotFoundException>(() => workshop.Operations.WaitAsync("nobody"))).Message.ShouldContain("nobody");
    }

    [Fact]
    public async Task Wait_ThatIsCanceled_EndsAndLeavesTheOperation()
    {
        await using var workshop = await Workshop.OpenAsync(new ScriptedHandler(_ => ScriptedHandler.Done));
        var record = await workshop.StartOperationAsync(delay: TimeSpan.FromHours(1));
        using var cancel = new CancellationTokenSource();
        var wait = workshop.Operations.WaitAsync(record.Id, cancel.Token);

        await cancel.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => wait);

        workshop.HostTime.Advance(TimeSpan.FromHours(1));
        (await workshop.Operations.WaitAsync(record.Id)).Status.ShouldBe(OperationStatus.Succeeded);
    }

    [Fact]
    public void Record_WithEverythingInIt_IsReadAsItWasWritten()
    {
        var time = new DateTimeOffset(2020, 2, 29, 23, 59, 59, 123, TimeSpan.Zero).AddTicks(4567);
        var error = new ArmError(409, "Conflict", "Text with 'quotes' and ü", "$.target", [new("Inner", "why", "t"), new("Other", "how")])
            .WithHeader("x-ms-failure-cause", "gateway");
        var record = new OperationRecord(
            "id", "kind", "tenant", null, "Microsoft.Network", null, "/r", OperationStatus.Failed, new() { ["a"] = new JsonArray(1, "b", null) },
            time, time.AddDays(1), time.AddHours(1), error, new JsonObject { ["out"] = true }) { Attempts = 3 };

        var read = OperationJson.Read("id", OperationJson.Write(record));

        read.ShouldSatisfyAllConditions(
            r => OperationJson.Write(r).ShouldBe(OperationJson.Write(record)),
            r => r.StartTime.ShouldBe(record.StartTime),
            r => r.EndTime.ShouldBe(record.EndTime),
            r => r.Attempts.ShouldBe(3),
            r => r.Error!.Details.ShouldBe(error.Details!),
            r => r.Error!.Headers.ShouldBe(error.Headers),
            r => r.SubscriptionId.ShouldBeNull());
    }
}
