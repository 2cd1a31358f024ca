namespace Verditer.Storage.Sqlite.Writing;

internal sealed class CompactRequest(long revision) : WriterRequest<bool>
{
    protected override bool Do(WriterTransaction transaction)
    {
        transaction.Compact(revision);
        return true;
    }
}
