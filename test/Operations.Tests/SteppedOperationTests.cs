using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Operations.Tests;

public sealed class SteppedOperationTests
{
    private readonly List<string> _ran = [];

    [Fact]
    public async Task Steps_RunInTheirOrder_AndKeepTheirNotes()
    {
        var operation = new Stepped(
            new("one", (record, _) => Note(record, "one")), new("two", (record, _) => Note(record, "two")), new("three", (record, _) => Note(record, "three")));
        await using var workshop = await Workshop.OpenAsync(operation);

        var ended = await workshop.Operations.WaitAsync((await workshop.StartOperationAsync("stepped")).Id);

        ended.Status.ShouldBe(OperationStatus.Succeeded);
        _ran.ShouldBe(["one after ", "two after one", "three after two"]);
        (await workshop.Store.GetAsync("resources", "succeeded")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Step_ThatWaits_IsRunAgainAndKeepsItsNotes()
    {
        var operation = new Stepped(new OperationStep("wait", (record, _) =>
        {
            var polls = (record.State.Number("polls") ?? 0) + 1;
            record.State["polls"] = polls;
            _ran.Add($"{polls}");
            return Task.FromResult(polls < 3 ? StepOutcome.Wait(TimeSpan.Zero) : StepOutcome.Next);
        }));
        await using var workshop = await Workshop.OpenAsync(operation);

        await workshop.Operations.WaitAsync((await workshop.StartOperationAsync("stepped")).Id);

        _ran.ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public async Task Step_ThatFails_EndsTheOperationWithItsError()
    {
        var operation = new Stepped(
            new("one", (record, _) => Note(record, "one")),
            new("two", (_, _) => Task.FromResult<StepOutcome>(ArmErrors.Conflict("Something is in the way."))),
            new("three", (record, _) => Note(record, "three")));
        await using var workshop = await Workshop.OpenAsync(operation);

        var ended = await workshop.Operations.WaitAsync((await workshop.StartOperationAsync("stepped")).Id);

        ended.Error!.Message.ShouldBe("Something is in the way.");
        _ran.ShouldBe(["one after "]);
        (await workshop.Store.GetAsync("resources", "failed")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Step_ThatAlwaysThrows_EndsWithTheWritesOfFailure()
    {
        var operation = new Stepped(new OperationStep("one", (_, _) => throw new IOException("always")));
        await using var workshop = await Workshop.OpenAsync(new OperationOptions { Retries = 0 }, operation);

        await workshop.Operations.WaitAsync((await workshop.StartOperationAsync("stepped")).Id);

        (await workshop.Store.GetAsync("resources", "failed")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Operation_WithoutSteps_Succeeds()
    {
        await using var workshop = await Workshop.OpenAsync(new Stepped());

        (await workshop.Operations.WaitAsync((await workshop.StartOperationAsync("stepped")).Id)).Status.ShouldBe(OperationStatus.Succeeded);
    }

    private Task<StepOutcome> Note(OperationRecord record, string name)
    {
        _ran.Add($"{name} after {record.State.Text("last")}");
        record.State["last"] = name;
        return Task.FromResult(StepOutcome.Next);
    }

    private sealed class Stepped(params OperationStep[] steps) : SteppedOperation
    {
        public override string Kind => "stepped";

        protected override IReadOnlyList<OperationStep> Steps => steps;

        protected override ValueTask<WriteBatch?> SucceedAsync(OperationRecord operation, CancellationToken cancellationToken) =>
            new(new WriteBatch().Put("resources", "succeeded", new byte[1]));

        protected override ValueTask<WriteBatch?> FailAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken) =>
            new(new WriteBatch().Put("resources", "failed", new byte[1]));
    }
}
