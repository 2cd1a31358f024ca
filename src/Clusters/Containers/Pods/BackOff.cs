namespace Verditer.Clusters.Containers;

/// <summary>
/// Waits that double with each failure, as a kubelet's: the first failure costs nothing, then 10 s, 20 s … 5 minutes; ten minutes of rest forget them. Source: Kubernetes
/// documentation, "Pod Lifecycle", container restarts.
/// </summary>
internal sealed class BackOff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Rest = TimeSpan.FromMinutes(10);

    private DateTimeOffset _last;

    /// <summary>What is to be waited since the last failure; zero before the first.</summary>
    public TimeSpan Wait { get; private set; }

    /// <summary>Something was tried again.</summary>
    public void Tried(DateTimeOffset now)
    {
        Wait = Wait == TimeSpan.Zero || now - _last > Rest ? First : Wait * 2 < Longest ? Wait * 2 : Longest;
        _last = now;
    }

    /// <param name="failed">When it last failed.</param>
    /// <returns>When it may be tried again.</returns>
    public DateTimeOffset Until(DateTimeOffset failed) => failed - _last > Rest ? failed : failed + Wait;
}
