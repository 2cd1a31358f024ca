using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>A resource as it is stored: the bytes are what a GET answers.</summary>
/// <param name="Revision">The revision of the document that holds it, for conditions on writing.</param>
public sealed record StoredResource(ResourceId Id, ReadOnlyMemory<byte> Bytes, long Revision)
{
    /// <summary>The collection in which all resources, groups and role assignments are kept, by their lower-cased id.</summary>
    public const string Collection = "resources";

    private JsonObject? _json;

    /// <summary>The resource as a tree. It is shared: copy it before changing it.</summary>
    public JsonObject Body => _json ??= Json.ParseObject(Bytes.Span);

    public JsonObject Properties => Body["properties"] as JsonObject ?? [];

    public string? ProvisioningState => Body.Text("properties", "provisioningState");

    public string? Location => Body.Text("location");

    public static StoredResource From(Document document, ResourceId id) => new(id, document.Body, document.Revision);
}
