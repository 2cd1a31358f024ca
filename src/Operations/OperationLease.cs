using Verditer.Storage;

namespace Verditer.Operations;

/// <summary>The right to work on one operation, renewed as long as it is held.</summary>
internal sealed class OperationLease : IAsyncDisposable
{
    private readonly IDocumentStore _store;
    private readonly string _name;
    private readonly string _owner;
    private readonly TimeSpan _duration;
    private readonly CancellationTokenSource _lost = new();
    private readonly ITimer _renewal;

    private OperationLease(IDocumentStore store, string name, string owner, TimeSpan duration, TimeProvider hostTime)
    {
        (_store, _name, _owner, _duration) = (store, name, owner, duration);
        _renewal = hostTime.CreateTimer(_ => _ = RenewAsync(), null, duration / 3, duration / 3);
    }

    /// <summary>Canceled when another process has taken it.</summary>
    public CancellationToken Lost => _lost.Token;

    public static async Task<OperationLease?> TakeAsync(
        IDocumentStore store, string id, string owner, TimeSpan duration, TimeProvider hostTime, CancellationToken cancellationToken)
    {
        var name = $"operation/{id}";
        return await store.AcquireLeaseAsync(name, owner, duration, cancellationToken) is null
            ? null
            : new OperationLease(store, name, owner, duration, hostTime);
    }

    public async ValueTask DisposeAsync()
    {
        await _renewal.DisposeAsync();
        try
        {
            await _store.ReleaseLeaseAsync(_name, _owner, CancellationToken.None);
        }
        catch (ObjectDisposedException)
        {
            // The store was closed first; the lease ends by itself.
        }
    }

    private async Task RenewAsync()
    {
        try
        {
            if (await _store.AcquireLeaseAsync(_name, _owner, _duration, CancellationToken.None) is null)
            {
                await _lost.CancelAsync();
            }
        }
        catch (Exception)
        {
            // Tried again at the next turn; if none succeeds the lease ends, and the record's revision still guards every commit.
        }
    }
}
