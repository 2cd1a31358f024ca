namespace Verditer.Storage.Sqlite.Writing;

/// <summary>
/// Keeps the newest changes. What is compacted is out of reach at once and removed from the file a little with each transaction, or while the
/// writer has nothing else to do.
/// </summary>
internal sealed class ChangeRetention(int kept, long oldest)
{
    private const int Portion = 256;

    private long _removed = oldest - 1;

    public bool HasWork(long compacted) => _removed < compacted;

    /// <summary>Within a transaction, before it is saved.</summary>
    public long Trim(WriterTransaction transaction)
    {
        if (transaction.Revision - transaction.Compacted >= kept + Portion)
        {
            transaction.Compact(transaction.Revision - kept);
        }

        if (!HasWork(transaction.Compacted))
        {
            return _removed;
        }

        var upTo = Math.Min(transaction.Compacted, _removed + Portion);
        transaction.Statements.ForgetChanges.Run(upTo);
        return upTo;
    }

    /// <summary>After the transaction is on disk.</summary>
    public void Trimmed(long upTo) => _removed = upTo;
}
