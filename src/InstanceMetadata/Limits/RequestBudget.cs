namespace Verditer.InstanceMetadata;

/// <summary>So many requests in a second from one machine, as a bucket that fills evenly.</summary>
/// <param name="perSecond">The limit, and the greatest burst.</param>
internal sealed class RequestBudget(int perSecond)
{
    private readonly Lock _lock = new();
    private double _left = perSecond;
    private DateTimeOffset _at;

    /// <param name="now">Verditer's clock; one that was moved fills the bucket.</param>
    public bool TryTake(DateTimeOffset now)
    {
        lock (_lock)
        {
            _left = Math.Min(perSecond, _left + (now - _at).Duration().TotalSeconds * perSecond);
            _at = now;
            if (_left < 1)
            {
                return false;
            }

            _left--;
            return true;
        }
    }
}
