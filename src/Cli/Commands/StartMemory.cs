namespace Verditer.Cli;

/// <summary>Gives memory back that starting needed and running does not.</summary>
internal static class StartMemory
{
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(1);

    /// <summary>Once, when the first requests have been answered: a collector at rest gives nothing back by itself.</summary>
    public static async Task GiveBackAsync(TimeProvider time)
    {
        await Task.Delay(Settled, time);
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
