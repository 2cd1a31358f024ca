namespace Verditer.Storage;

/// <summary>Writes a log every second for as long as a service runs. What cannot be written is tried no more, and said.</summary>
public static class PeriodicFlush
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(Func<CancellationToken, Task> flush, Action<Exception> failed, TimeProvider time, CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            await OnceAsync(flush, failed, CancellationToken.None);
        }
    }

    public static async Task OnceAsync(Func<CancellationToken, Task> flush, Action<Exception> failed, CancellationToken cancellationToken)
    {
        try
        {
            await flush(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failed(exception);
        }
    }
}
