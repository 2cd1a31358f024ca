using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>One object as it was at one revision. It never changes: a write makes another.</summary>
public sealed class StoredObject(GroupResource resource, string @namespace, string name, long revision, ReadOnlyMemory<byte> body)
{
    private JsonObject? _object;

    public GroupResource Resource => resource;

    /// <summary>Empty for an object of the whole cluster.</summary>
    public string Namespace => @namespace;

    public string Name => name;

    /// <summary>Its <c>metadata.resourceVersion</c>.</summary>
    public long Revision => revision;

    /// <summary>The JSON that is served, in the stored version.</summary>
    public ReadOnlyMemory<byte> Body => body;

    /// <summary>Parsed when first asked for. Shared: copy before changing.</summary>
    public JsonObject Object => _object ??= Json.ParseObject(body.Span);

    public string Uid => Object.Text("metadata", "uid") ?? "";
}
