using System.Text.Json.Nodes;

namespace Verditer.Registry;

/// <summary>What may be done with a repository, a tag or a manifest: Azure's locks.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/container-registry/container-registry-image-lock</remarks>
internal sealed record ChangeableAttributes(bool DeleteEnabled = true, bool WriteEnabled = true, bool ReadEnabled = true, bool ListEnabled = true)
{
    public static readonly ChangeableAttributes Open = new();

    /// <summary>A write lock holds off deletion too.</summary>
    public bool MayDelete => DeleteEnabled && WriteEnabled;
}

/// <param name="Created">UTC, Verditer's clock; so are all times here.</param>
internal sealed record RepositoryRecord(DateTimeOffset Created, DateTimeOffset Updated, ChangeableAttributes Attributes);

internal sealed record TagRecord(string Digest, DateTimeOffset Created, DateTimeOffset Updated, ChangeableAttributes Attributes);

/// <summary>A manifest's facts; its bytes are a document of their own.</summary>
/// <param name="Size">Bytes of the manifest.</param>
/// <param name="ImageSize">Bytes of all that it refers to.</param>
internal sealed record ManifestRecord(
    string MediaType, long Size, long ImageSize, DateTimeOffset Created, DateTimeOffset Updated, ChangeableAttributes Attributes, IReadOnlyList<string> Blobs, IReadOnlyList<string> Children)
{
    public string? ConfigMediaType { get; init; }

    public string? ArtifactType { get; init; }

    public string? Subject { get; init; }

    public JsonObject? Annotations { get; init; }

    public string? Architecture { get; init; }

    public string? Os { get; init; }

    /// <summary>Since when no tag names it; null while one does.</summary>
    public DateTimeOffset? Untagged { get; init; }
}

/// <summary>A repository may give out this blob. Nobody gets a blob without one.</summary>
internal sealed record LinkRecord(long Size);

/// <summary>An unfinished upload. How much has come is the length of its file.</summary>
internal sealed record UploadRecord(string Repository, DateTimeOffset Started);

/// <summary>The key that signs the registries' tokens, sealed.</summary>
internal sealed record KeyRecord(string Kid, byte[] Sealed);
