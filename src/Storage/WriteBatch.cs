namespace Verditer.Storage;

/// <summary>Writes that take place together or not at all, in the order given.</summary>
public sealed class WriteBatch
{
    private readonly List<Write> _writes = [];

    public IReadOnlyList<Write> Writes => _writes;

    /// <summary>Writes a document whatever is there.</summary>
    public WriteBatch Put(string collection, string key, ReadOnlyMemory<byte> body) => Add(new(collection, key, body, WriteCondition.None));

    /// <summary>Writes a document that must not be there yet.</summary>
    public WriteBatch Create(string collection, string key, ReadOnlyMemory<byte> body) => Add(new(collection, key, body, WriteCondition.Absent));

    /// <summary>Writes a document that must still be at <paramref name="revision"/>.</summary>
    public WriteBatch Replace(string collection, string key, ReadOnlyMemory<byte> body, long revision) =>
        Add(new(collection, key, body, WriteCondition.At(revision)));

    /// <summary>Removes a document; one that is not there is no conflict.</summary>
    public WriteBatch Delete(string collection, string key) => Add(new(collection, key, null, WriteCondition.None));

    /// <summary>Removes a document that must still be at <paramref name="revision"/>.</summary>
    public WriteBatch Delete(string collection, string key, long revision) => Add(new(collection, key, null, WriteCondition.At(revision)));

    /// <summary>Writes nothing and demands that a document be at <paramref name="revision"/>.</summary>
    public WriteBatch Require(string collection, string key, long revision) =>
        Add(new(collection, key, null, WriteCondition.At(revision)) { OnlyCheck = true });

    /// <summary>Writes nothing and demands that a document be absent.</summary>
    public WriteBatch RequireAbsent(string collection, string key) =>
        Add(new(collection, key, null, WriteCondition.Absent) { OnlyCheck = true });

    public WriteBatch Add(Write write)
    {
        _writes.Add(write);
        return this;
    }
}

/// <summary>One write. <see cref="Body"/> null removes the document.</summary>
public sealed record Write(string Collection, string Key, ReadOnlyMemory<byte>? Body, WriteCondition Condition)
{
    /// <summary>True when only the condition counts and nothing is written.</summary>
    public bool OnlyCheck { get; init; }
}

/// <summary>What must be true for a batch to be carried out.</summary>
public readonly record struct WriteCondition(WriteConditionKind Kind, long Revision)
{
    public static readonly WriteCondition None = new(WriteConditionKind.None, 0);
    public static readonly WriteCondition Absent = new(WriteConditionKind.Absent, 0);

    public static WriteCondition At(long revision) => new(WriteConditionKind.AtRevision, revision);
}

public enum WriteConditionKind
{
    None,
    Absent,
    AtRevision,
}

/// <summary>What became of a batch.</summary>
/// <param name="Conflict">The first write whose condition was not met; then nothing was written.</param>
/// <param name="Revisions">One for each write, in order; 0 for a write that changed nothing.</param>
public sealed record CommitResult(Write? Conflict, IReadOnlyList<long> Revisions)
{
    public bool Committed => Conflict is null;

    /// <summary>The revision of the last write that changed something.</summary>
    public long Revision => Revisions.Count == 0 ? 0 : Revisions.Max();
}
