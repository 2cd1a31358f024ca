using System.Text;

namespace Verditer.Storage.Conformance;

/// <summary>What a collection should hold, by the contract's words and nothing else.</summary>
internal sealed class StoreModel
{
    private static readonly Comparer<string> ByBytes = Comparer<string>.Create(
        (x, y) => Encoding.UTF8.GetBytes(x).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(y)));

    private long _lastRevision;

    public SortedDictionary<string, (long Revision, ReadOnlyMemory<byte> Body)> Documents { get; private set; } = new(ByBytes);

    public long? RevisionOf(string key) => Documents.TryGetValue(key, out var found) ? found.Revision : null;

    /// <summary>Carries the batch out on the model and compares the answer; revisions are the store's own.</summary>
    public void Expect(WriteBatch batch, CommitResult result)
    {
        var next = new SortedDictionary<string, (long Revision, ReadOnlyMemory<byte> Body)>(Documents, ByBytes);
        for (var i = 0; i < batch.Writes.Count; i++)
        {
            var write = batch.Writes[i];
            long? current = next.TryGetValue(write.Key, out var found) ? found.Revision : null;
            if (!Met(write.Condition, current))
            {
                result.Conflict.ShouldBeSameAs(write);
                result.Revision.ShouldBe(0);
                return;
            }

            if (result.Conflict is not null && ReferenceEquals(result.Conflict, write))
            {
                throw new ShouldAssertException($"The store refused {write}, whose condition is met.");
            }

            if (result.Committed)
            {
                Apply(next, write, result.Revisions[i], current is not null);
            }
            else
            {
                // Revisions are not known; nothing after this write can depend on them but Absent.
                Apply(next, write, long.MaxValue, current is not null, check: false);
            }
        }

        result.Committed.ShouldBeTrue();
        Documents = next;
    }

    public static IEnumerable<(string Key, long Revision)> Replay(IEnumerable<Change> changes)
    {
        var documents = new SortedDictionary<string, long>(ByBytes);
        foreach (var change in changes)
        {
            documents.ContainsKey(change.Key).ShouldBe(change.Kind != ChangeKind.Created);
            if (change.Kind == ChangeKind.Deleted)
            {
                documents.Remove(change.Key);
            }
            else
            {
                documents[change.Key] = change.Revision;
            }
        }

        return documents.Select(entry => (entry.Key, entry.Value));
    }

    private static bool Met(WriteCondition condition, long? current) => condition.Kind switch
    {
        WriteConditionKind.Absent => current is null,
        WriteConditionKind.AtRevision => current == condition.Revision,
        _ => true,
    };

    private void Apply(
        SortedDictionary<string, (long Revision, ReadOnlyMemory<byte> Body)> documents, Write write, long revision, bool existed, bool check = true)
    {
        var changes = !write.OnlyCheck && (write.Body is not null || existed);
        if (check)
        {
            (revision != 0).ShouldBe(changes);
            if (changes)
            {
                revision.ShouldBeGreaterThan(_lastRevision);
                _lastRevision = revision;
            }
        }

        if (changes && write.Body is { } body)
        {
            documents[write.Key] = (revision, body);
        }
        else if (changes)
        {
            documents.Remove(write.Key);
        }
    }
}
