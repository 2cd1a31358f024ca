using System.Text;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Operations.Tests;

public sealed class OperationOutcomeTests
{
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("body");

    [Fact]
    public async Task Failed_KeepsTheErrorAndCommitsItsWrites()
    {
        var error = new ArmError(400, "QuotaExceeded", "No cores are left.", Details: [new("Mend", "ask")]);
        var handler = new ScriptedHandler(_ => new OperationOutcome.Failed(error) { Writes = new WriteBatch().Put("resources", "r", Body) });
        await using var workshop = await Workshop.OpenAsync(handler);

        var ended = await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id);

        ended.Status.ShouldBe(OperationStatus.Failed);
        ended.Error!.Message.ShouldBe("No cores are left.");
        ended.Error.Details.ShouldBe(error.Details!);
        (await workshop.Store.GetAsync("resources", "r")).ShouldNotBeNull();
    }

    [Fact]
    public async Task Canceled_EndsWithoutAnError()
    {
        await using var workshop = await Workshop.OpenAsync(new ScriptedHandler(_ => new OperationOutcome.Canceled()));

        var ended = await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id);

        (ended.Status, ended.Error).ShouldBe((OperationStatus.Canceled, null));
    }

    [Fact]
    public async Task Done_CommitsItsWritesInTheSameCommitAsItsEnd()
    {
        var handler = new ScriptedHandler(_ => new OperationOutcome.Done { Writes = new WriteBatch().Create("resources", "r", Body) });
        await using var workshop = await Workshop.OpenAsync(handler);
        var commits = new List<string>();
        using var subscription = workshop.Store.Subscribe(changes => commits.Add(string.Join(' ', changes.Select(change => change.Collection))));

        await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id);

        commits.ShouldBe(["operations", "resources operations"]);
    }

    [Fact]
    public async Task Again_AtOnce_ContinuesWithTheNewState()
    {
        var handler = new ScriptedHandler(record => (record.State.Number("count") ?? 0) is var count and < 10
            ? ScriptedHandler.Again(TimeSpan.Zero, new() { ["count"] = count + 1 })
            : ScriptedHandler.Done);
        await using var workshop = await Workshop.OpenAsync(handler);

        await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id);

        handler.Runs.Select(run => run.State.Number("count") ?? 0).ShouldBe(Enumerable.Range(0, 11));
    }

    [Fact]
    public async Task Kind_ThatNobodyCarriesOut_FailsAndSaysWhich()
    {
        await using var workshop = await Workshop.OpenAsync();

        var ended = await workshop.Operations.WaitAsync((await workshop.StartOperationAsync(kind: "unheard")).Id);

        ended.Error!.Status.ShouldBe(500);
        ended.Error.Message.ShouldContain("'unheard'");
        ended.Error.Details!.ShouldHaveSingleItem().Message.ShouldContain("another version");
    }
}
