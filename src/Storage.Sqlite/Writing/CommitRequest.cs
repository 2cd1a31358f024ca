namespace Verditer.Storage.Sqlite.Writing;

internal sealed class CommitRequest(WriteBatch batch) : WriterRequest<CommitResult>
{
    private readonly List<Change> _changes = [];

    public override long Bytes => batch.Writes.Sum(write => (long)(write.Body?.Length ?? 0));

    public override void Publish(Observers observers)
    {
        if (_changes.Count > 0)
        {
            observers.Tell(_changes);
        }
    }

    /// <summary>First sees what the batch comes to, and only then writes: a batch that is refused leaves nothing behind for the others.</summary>
    protected override CommitResult Do(WriterTransaction transaction)
    {
        _changes.Clear();
        var writes = batch.Writes;
        var revisions = new long[writes.Count];
        var revision = transaction.Revision;
        var written = new Dictionary<DocumentKey, Document?>(writes.Count);
        for (var i = 0; i < writes.Count; i++)
        {
            var write = writes[i];
            var key = new DocumentKey(write.Collection, write.Key);
            var current = written.TryGetValue(key, out var own) ? own : transaction.Find(key);
            if (!IsMet(write.Condition, current))
            {
                _changes.Clear();
                return new(write, new long[writes.Count]);
            }

            if (!write.OnlyCheck && (write.Body is not null || current is not null))
            {
                revisions[i] = ++revision;
                written[key] = write.Body is { } body ? new(write.Collection, write.Key, revision, body) : null;
                _changes.Add(new(revision, write.Collection, write.Key, Kind(write, current), write.Body ?? current!.Body));
            }
        }

        transaction.Add(_changes, written);
        return new(null, revisions);
    }

    private static bool IsMet(WriteCondition condition, Document? current) => condition.Kind switch
    {
        WriteConditionKind.Absent => current is null,
        WriteConditionKind.AtRevision => current?.Revision == condition.Revision,
        _ => true,
    };

    private static ChangeKind Kind(Write write, Document? current) =>
        write.Body is null ? ChangeKind.Deleted : current is null ? ChangeKind.Created : ChangeKind.Updated;
}
