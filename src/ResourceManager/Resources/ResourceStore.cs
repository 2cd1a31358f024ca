using Verditer.Core;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>Reads and lists stored resources. Writing is done by the pipeline and by operations, with the batches that belong to them.</summary>
public sealed class ResourceStore(IDocumentStore documents)
{
    public async ValueTask<StoredResource?> FindAsync(ResourceId id, CancellationToken cancellationToken = default)
    {
        var document = await documents.GetAsync(StoredResource.Collection, id.Key, cancellationToken);
        return document is null ? null : StoredResource.From(document, id);
    }

    /// <summary>The resources of one type in a scope: directly below a parent resource, or anywhere in a group or subscription.</summary>
    public async ValueTask<IReadOnlyList<StoredResource>> ListAsync(
        ResourceId scope, ResourceType type, CancellationToken cancellationToken = default)
    {
        var all = await ListBelowAsync(scope, cancellationToken);
        return [.. all.Where(r => r.Id.Type == type && (!type.IsChild || r.Id.Parent!.Equals(scope)))];
    }

    /// <summary>Everything stored below a scope, ordered by key, extensions included.</summary>
    public async ValueTask<IReadOnlyList<StoredResource>> ListBelowAsync(ResourceId scope, CancellationToken cancellationToken = default)
    {
        var prefix = scope.Key.TrimEnd('/') + "/";
        var page = await documents.ListAsync(StoredResource.Collection, prefix, cancellationToken: cancellationToken);
        return [.. page.Documents.Select(Read)];
    }

    /// <summary>The resource of a document; its id in the case in which it was stored.</summary>
    public static StoredResource Read(Document document)
    {
        var raw = new StoredResource(ResourceId.Tenant, document.Body, document.Revision);
        var id = ResourceId.Parse(raw.Body.Text("id") ?? document.Key);
        return raw with { Id = id };
    }

    /// <summary>Adds a write of a resource to a batch, on the condition that it is as it was read.</summary>
    public static void Put(WriteBatch batch, ResourceId id, System.Text.Json.Nodes.JsonObject body, StoredResource? existing)
    {
        var bytes = Json.ToBytes(body);
        if (existing is null)
        {
            batch.Create(StoredResource.Collection, id.Key, bytes);
        }
        else
        {
            batch.Replace(StoredResource.Collection, id.Key, bytes, existing.Revision);
        }
    }

    /// <summary>Adds the removal of a resource to a batch.</summary>
    public static void Remove(WriteBatch batch, ResourceId id) => batch.Delete(StoredResource.Collection, id.Key);

    /// <summary>Adds the removal of a resource to a batch, on the condition that it is as it was read.</summary>
    public static void Remove(WriteBatch batch, StoredResource existing) => batch.Delete(StoredResource.Collection, existing.Id.Key, existing.Revision);
}
