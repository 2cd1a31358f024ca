using Microsoft.Extensions.Time.Testing;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class KeyedQueueTests : IDisposable
{
    private readonly FakeTimeProvider _host = new();
    private readonly VerditerClock _clock;
    private readonly KeyedQueue<int> _queue;

    public KeyedQueueTests()
    {
        _clock = new(_host);
        _queue = new(_clock);
    }

    [Fact]
    public async Task Key_AddedTwice_IsTakenOnce()
    {
        _queue.Add(1);
        _queue.Add(1);
        _queue.Add(2);

        (await TakeAsync()).ShouldBe(1);
        (await TakeAsync()).ShouldBe(2);
        IsEmpty().ShouldBeTrue();
    }

    [Fact]
    public async Task Key_AddedWhileItIsWorkedOn_IsTakenAgainOnlyAfterwards()
    {
        _queue.Add(1);
        await TakeAsync();
        _queue.Add(1);
        IsEmpty().ShouldBeTrue();

        _queue.Done(1, failed: false, null);

        (await TakeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Key_ThatFails_ComesBackLaterEachTime()
    {
        _queue.Add(1);
        foreach (var milliseconds in (int[])[10, 20, 40])
        {
            await TakeAsync();
            _queue.Done(1, failed: true, null);
            _host.Advance(TimeSpan.FromMilliseconds(milliseconds - 1));
            IsEmpty().ShouldBeTrue();
            _host.Advance(TimeSpan.FromMilliseconds(1));
        }

        (await TakeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Delay_WhenTheClockIsMoved_IsLookedAtAtOnce()
    {
        _queue.Add(1);
        await TakeAsync();
        _queue.Done(1, failed: false, TimeSpan.FromDays(40));
        _host.Advance(TimeSpan.FromDays(2));
        IsEmpty().ShouldBeTrue();

        _clock.Offset = TimeSpan.FromDays(100);

        (await TakeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task Clock_MovedWhileAKeyIsWorkedOn_HasItLookedAtAgainAtOnce()
    {
        _queue.Add(1);
        await TakeAsync();
        _clock.Offset = TimeSpan.FromDays(100);
        IsEmpty().ShouldBeTrue();

        _queue.Done(1, failed: false, TimeSpan.FromDays(40));

        (await TakeAsync()).ShouldBe(1);
    }

    public void Dispose() => _queue.Dispose();

    /// <summary>A key that is there already: what does not come at once does not come.</summary>
    private ValueTask<int> TakeAsync()
    {
        var take = _queue.TakeAsync(CancellationToken.None);
        take.IsCompleted.ShouldBeTrue();
        return take;
    }

    private bool IsEmpty()
    {
        using var canceled = new CancellationTokenSource();
        var take = _queue.TakeAsync(canceled.Token);
        var empty = !take.IsCompleted;
        canceled.Cancel();
        return empty;
    }
}
