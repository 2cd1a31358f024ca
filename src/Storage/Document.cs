namespace Verditer.Storage;

/// <summary>One stored document.</summary>
/// <param name="Collection">Such as <c>resources</c>.</param>
/// <param name="Key">Unique in its collection; ordered by its UTF-8 bytes.</param>
/// <param name="Revision">The store's revision at which it was last written: its ETag, and a Kubernetes object's resourceVersion.</param>
/// <param name="Body">The bytes as they were written. They must not be changed.</param>
public sealed record Document(string Collection, string Key, long Revision, ReadOnlyMemory<byte> Body);

/// <summary>Part of a collection, read at one revision.</summary>
/// <param name="Revision">The store's revision at which the page was read; changes after it are not in it, all before it are.</param>
/// <param name="Next">Pass as <c>after</c> to go on; null at the end.</param>
public sealed record DocumentPage(IReadOnlyList<Document> Documents, long Revision, string? Next);
