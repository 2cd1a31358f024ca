using System.Globalization;
using System.Text;
using Verditer.Storage;

namespace Verditer.Operations.Tests;

public sealed class OperationConflictTests
{
    [Fact]
    public async Task Writes_ThatMeetAConflict_AreMadeAgainFromWhatIsThere()
    {
        Workshop? workshop = null;
        var handler = new ScriptedHandler(async (_, cancellationToken) =>
        {
            var now = await workshop!.Store.GetAsync("resources", "counter", cancellationToken);
            if (Count(now) == 1)
            {
                // Somebody else is quicker, once.
                await workshop.Store.CommitAsync(new WriteBatch().Put("resources", "counter", Body(10)), cancellationToken);
            }

            return new OperationOutcome.Done { Writes = new WriteBatch().Replace("resources", "counter", Body(Count(now) + 1), now!.Revision) };
        });
        await using var opened = workshop = await Workshop.OpenAsync(handler);
        await workshop.Store.CommitAsync(new WriteBatch().Put("resources", "counter", Body(1)));

        await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id);

        handler.Runs.Count.ShouldBe(2);
        Count(await workshop.Store.GetAsync("resources", "counter")).ShouldBe(11);
    }

    [Fact]
    public async Task Writes_ThatAlwaysMeetAConflict_FailTheOperation()
    {
        var handler = new ScriptedHandler(_ => new OperationOutcome.Done { Writes = new WriteBatch().Require("resources", "never", 1) })
        {
            GiveUp = (_, _) => new WriteBatch().Require("resources", "never", 1),
        };
        await using var workshop = await Workshop.OpenAsync(new OperationOptions { Retries = 0, ConflictsInARow = 3 }, handler);

        var ended = await workshop.Operations.WaitAsync((await workshop.StartOperationAsync()).Id);

        ended.Status.ShouldBe(OperationStatus.Failed);
        handler.Runs.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Operations_ThatRaiseOneCounter_CountEachOnce()
    {
        Workshop? workshop = null;
        var handler = new ScriptedHandler(async (_, cancellationToken) =>
        {
            var now = (await workshop!.Store.GetAsync("resources", "counter", cancellationToken))!;
            await Task.Yield();
            return new OperationOutcome.Done { Writes = new WriteBatch().Replace("resources", "counter", Body(Count(now) + 1), now.Revision) };
        });
        await using var opened = workshop = await Workshop.OpenAsync(new OperationOptions { ConflictsInARow = 1000 }, handler);
        await workshop.Store.CommitAsync(new WriteBatch().Put("resources", "counter", Body(0)));

        var started = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => workshop.StartOperationAsync()));
        await Task.WhenAll(started.Select(record => workshop.Operations.WaitAsync(record.Id)));

        Count(await workshop.Store.GetAsync("resources", "counter")).ShouldBe(40);
    }

    private static byte[] Body(int count) => Encoding.UTF8.GetBytes(count.ToString(CultureInfo.InvariantCulture));

    private static int Count(Document? document) => int.Parse(Encoding.UTF8.GetString(document!.Body.Span), CultureInfo.InvariantCulture);
}
