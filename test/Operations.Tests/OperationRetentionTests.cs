namespace Verditer.Operations.Tests;

public sealed class OperationRetentionTests
{
    [Fact]
    public async Task EndedRecords_AreRemovedAfterAWeekOfVerditersClock_OthersStay()
    {
        await using var workshop = await Workshop.OpenAsync(new ScriptedHandler(_ => ScriptedHandler.Done));
        var ended = await workshop.StartOperationAsync();
        await workshop.Operations.WaitAsync(ended.Id);
        var waiting = await workshop.StartOperationAsync(delay: TimeSpan.FromDays(30));
        var removed = new TaskCompletionSource();
        using var subscription = workshop.Store.Subscribe(changes =>
        {
            if (changes.Any(change => change.Key == ended.Id && change.Kind == Storage.ChangeKind.Deleted))
            {
                removed.TrySetResult();
            }
        });

        workshop.Clock.Offset = TimeSpan.FromDays(7);
        await removed.Task;

        (await workshop.Operations.FindAsync(ended.Id)).ShouldBeNull();
        (await workshop.Operations.FindAsync(waiting.Id)).ShouldNotBeNull();
    }

    [Fact]
    public async Task EndedRecords_BeforeTheWeekIsOver_CanBeRead()
    {
        await using var workshop = await Workshop.OpenAsync(new ScriptedHandler(_ => ScriptedHandler.Done));
        var first = (await workshop.StartOperationAsync()).Id;
        await workshop.Operations.WaitAsync(first);
        workshop.HostTime.Advance(TimeSpan.FromDays(1));
        var second = (await workshop.StartOperationAsync()).Id;
        await workshop.Operations.WaitAsync(second);

        workshop.Clock.Offset = TimeSpan.FromDays(6);

        // The sweep that takes the first one has seen the second one too.
        await Should.ThrowAsync<KeyNotFoundException>(async () =>
        {
            while (true)
            {
                await workshop.Operations.WaitAsync(first);
                await Task.Yield();
            }
        });
        (await workshop.Operations.FindAsync(second)).ShouldNotBeNull();
    }
}
