namespace Verditer.Registry;

/// <summary>A manifest as a client sends it.</summary>
/// <param name="Reference">A tag, or the digest that the body must have.</param>
internal sealed record PushedManifest(string Reference, string MediaType, ReadOnlyMemory<byte> Body)
{
    public bool IsTagged => !Reference.Contains(':', StringComparison.Ordinal);
}

/// <param name="Subject">What it refers to; null for nothing.</param>
internal sealed record StoredManifest(string Digest, string? Subject);
