using Microsoft.Extensions.Time.Testing;
using Verditer.Core;

namespace Verditer.CloudProvider.Tests;

public sealed class WorkQueueTests
{
    [Fact]
    public void Retry_AgainAndAgain_WaitsTwiceAsLongUpTo300Seconds()
    {
        using var queue = new WorkQueue(new FakeTimeProvider());
        Enumerable.Range(0, 8).Select(_ => queue.Retry("a").TotalSeconds).ShouldBe([5, 10, 20, 40, 80, 160, 300, 300]);
        queue.Forget("a");
        queue.Retry("a").TotalSeconds.ShouldBe(5);
    }

    [Fact]
    public async Task Take_KeyThatWaits_ComesWhenItsTimeHasCome()
    {
        var time = new FakeTimeProvider();
        using var queue = new WorkQueue(time);
        queue.Retry("a");
        var taken = queue.TakeAsync(default);
        time.Advance(TimeSpan.FromSeconds(4));
        taken.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        (await taken).ShouldBe("a");
    }

    [Fact]
    public async Task Add_KeyThatWaits_ComesAtOnceAndOnce()
    {
        using var queue = new WorkQueue(new FakeTimeProvider());
        queue.Retry("a");
        queue.Add("a");
        (await queue.TakeAsync(default)).ShouldBe("a");
        queue.TakeAsync(default).IsCompleted.ShouldBeFalse();
    }

    [Fact]
    public async Task Clock_Moved_WhatWaitsComesAtOnce()
    {
        var clock = new VerditerClock(new FakeTimeProvider());
        using var queue = new WorkQueue(clock);
        queue.Retry("a");
        var taken = queue.TakeAsync(default);
        taken.IsCompleted.ShouldBeFalse();
        clock.Offset = TimeSpan.FromDays(-1);
        (await taken).ShouldBe("a");
    }
}
