using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Explaining;

/// <summary>Reads which principals belong to which cluster, and which scopes exist.</summary>
public sealed class ClusterCatalog(IDocumentStore documents, IDirectory directory)
{
    private const string Segment = "/providers/microsoft.containerservice/managedclusters/";

    /// <summary>All clusters of all subscriptions, as they are stored now.</summary>
    public async Task<IReadOnlyList<ClusterIdentities>> ListAsync(CancellationToken cancellationToken)
    {
        var page = await documents.ListAsync(StoredResource.Collection, "/subscriptions/", cancellationToken: cancellationToken);
        return
        [
            .. page.Documents.Where(d => d.Key.IndexOf(Segment, StringComparison.Ordinal) is > 0 and var at && d.Key.IndexOf('/', at + Segment.Length) < 0)
                .Select(ResourceStore.Read).Select(cluster => ClusterIdentities.Read(cluster, directory)),
        ];
    }

    /// <summary>The scope itself where it exists, else the nearest one above it that does: a role can be given only on what is there.</summary>
    public async Task<string> NearestAsync(string scope, CancellationToken cancellationToken)
    {
        for (var text = scope.TrimEnd('/'); text.Length > 0; text = text[..text.LastIndexOf('/')])
        {
            if (ResourceId.TryParse(text, out var id)
                && (id.Type == ResourceType.Subscription || IsRootGroup(id) || await documents.GetAsync(StoredResource.Collection, id.Key, cancellationToken) is not null))
            {
                return text;
            }
        }

        return "/";
    }

    /// <summary>A tenant's root group is there without being stored.</summary>
    private bool IsRootGroup(ResourceId id) => id.Type == ResourceType.ManagementGroup && directory.HasTenant(id.Name);
}
