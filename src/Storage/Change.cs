namespace Verditer.Storage;

public enum ChangeKind
{
    Created,
    Updated,
    Deleted,
}

/// <summary>One entry of the change log.</summary>
/// <param name="Revision">Unique and rising: each write has its own.</param>
/// <param name="Body">The new body; for a deletion the last one.</param>
public sealed record Change(long Revision, string Collection, string Key, ChangeKind Kind, ReadOnlyMemory<byte> Body);

/// <summary>Changes read from the log.</summary>
/// <param name="Compacted">True when changes after the revision asked for are no longer kept: the reader must list again.</param>
/// <param name="Revision">The revision up to which the log was read.</param>
public sealed record ChangePage(IReadOnlyList<Change> Changes, long Revision, bool Compacted);
