namespace Verditer.Clusters.Containers;

/// <summary>Joins two connections.</summary>
internal static class Splice
{
    /// <summary>Bytes both ways until both sides have ended, or one has failed.</summary>
    /// <param name="endWriting">Tells the other side that no more comes.</param>
    public static async Task RunAsync(Stream one, Stream other, Action<Stream> endWriting, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAll(CopyAsync(one, other), CopyAsync(other, one)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        async Task CopyAsync(Stream from, Stream to)
        {
            try
            {
                await from.CopyToAsync(to, ending.Token);
                endWriting(to);
            }
            catch (Exception)
            {
                await ending.CancelAsync();
            }
        }
    }
}
