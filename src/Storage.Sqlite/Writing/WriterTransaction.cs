namespace Verditer.Storage.Sqlite.Writing;

/// <summary>What the batches of one transaction come to. Documents are written once, at the end, however many batches wrote them.</summary>
internal sealed class WriterTransaction(WriterStatements statements, DocumentCache cache, long revision, long compacted)
{
    private readonly List<Change> _changes = [];
    private readonly long _startRevision = revision;
    private readonly long _startCompacted = compacted;

    public WriterStatements Statements => statements;

    /// <summary>Of the last write in it so far.</summary>
    public long Revision { get; private set; } = revision;

    public long Compacted { get; private set; } = compacted;

    /// <summary>The documents as the transaction leaves them; null for one that it removed.</summary>
    public Dictionary<DocumentKey, Document?> Written { get; } = [];

    public Document? Find(DocumentKey key)
    {
        if (Written.TryGetValue(key, out var own))
        {
            return own;
        }

        if (cache.TryGet(key, out var cached))
        {
            return cached;
        }

        using var reader = statements.Find.Read(key.Collection, key.Key);
        return reader.Read() ? new(key.Collection, key.Key, reader.GetInt64(0), reader.Body(1)) : null;
    }

    public void Add(List<Change> changes, Dictionary<DocumentKey, Document?> written)
    {
        foreach (var (key, document) in written)
        {
            Written[key] = document;
        }

        _changes.AddRange(changes);
        Revision += changes.Count;
    }

    public void Compact(long upTo) => Compacted = Math.Max(Compacted, Math.Min(upTo, Revision));

    public void Save()
    {
        foreach (var change in _changes)
        {
            statements.AddChange.Run(change.Revision, change.Collection, change.Key, (long)change.Kind, Sql.Blob(change.Body));
        }

        foreach (var (key, document) in Written)
        {
            if (document is null)
            {
                statements.Delete.Run(key.Collection, key.Key);
            }
            else
            {
                statements.Put.Run(key.Collection, key.Key, document.Revision, Sql.Blob(document.Body));
            }
        }

        if (Revision != _startRevision || Compacted != _startCompacted)
        {
            statements.SaveRevision.Run(Revision, Compacted);
        }
    }
}
