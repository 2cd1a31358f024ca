using System.Text.Json.Nodes;

namespace Verditer.Registry;

/// <summary>A content that a manifest refers to.</summary>
internal sealed record Descriptor(string MediaType, string Digest, long Size);

/// <summary>What the registry needs to know of a manifest's content.</summary>
/// <param name="Blobs">Configuration and layers, those that must be here.</param>
/// <param name="Children">The manifests of an index.</param>
/// <param name="ConfigMediaType">Null for an index.</param>
/// <param name="ImageSize">Bytes of configuration and layers; of an index's children by what it says of them.</param>
internal sealed record Manifest(
    IReadOnlyList<Descriptor> Blobs, IReadOnlyList<Descriptor> Children, string? ConfigMediaType, string? ConfigDigest, string? ArtifactType, string? Subject,
    JsonObject? Annotations, long ImageSize);
