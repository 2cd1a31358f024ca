namespace Verditer.Clusters.Containers.Tests;

/// <summary>Waits for what other processes bring about. It waits long, and ends as soon as it is so.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(25);

    public static async Task IsAsync(Func<bool> condition, string what, Func<string>? seen = null)
    {
        var begun = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(begun) > Patience)
            {
                throw new TimeoutException($"Waited in vain for {what}. {seen?.Invoke()}");
            }

            await Task.Delay(Pause, TimeProvider.System, TestContext.Current.CancellationToken);
        }
    }
}
