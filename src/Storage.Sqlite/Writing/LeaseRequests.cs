namespace Verditer.Storage.Sqlite.Writing;

internal sealed class AcquireLeaseRequest(string name, string owner, TimeSpan duration, TimeProvider hostTime) : WriterRequest<Lease?>
{
    protected override Lease? Do(WriterTransaction transaction)
    {
        var now = hostTime.GetUtcNow();
        var expires = now + duration;
        var taken = transaction.Statements.AcquireLease.Run(name, owner, expires.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds());
        return taken == 0 ? null : new(name, owner, expires);
    }
}

internal sealed class ReleaseLeaseRequest(string name, string owner) : WriterRequest<bool>
{
    protected override bool Do(WriterTransaction transaction) => transaction.Statements.ReleaseLease.Run(name, owner) > 0;
}
