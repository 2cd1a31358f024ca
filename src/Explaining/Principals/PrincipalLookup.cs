using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Explaining;

/// <summary>
/// Finds the principal that a person means: by object id, client id, user principal name, display name, the resource id of an identity or of what carries one, or by a
/// cluster's name, followed by <c>/kubelet</c> for its kubelet identity.
/// </summary>
public sealed class PrincipalLookup(IPrincipalSearch search, IDirectory directory, ClusterCatalog clusters)
{
    private const string Kubelet = "/kubelet";

    public async Task<Result<Principal>> FindAsync(string text, CancellationToken cancellationToken)
    {
        var found = await FindAllAsync(text.Trim(), cancellationToken);
        return found.Count switch
        {
            1 => found[0],
            0 => new ArmError(404, "PrincipalNotFound",
                $"There is no principal '{text}'. Give an object id, a client id, a user principal name, a display name, the resource id of an identity, a cluster's name, or CLUSTER/kubelet."),
            _ => ArmErrors.InvalidParameter(
                $"'{text}' names {found.Count} principals. Give the object id of one: {string.Join("; ", found.Select(p => $"{p.ObjectId} ({CallerReport.KindOf(p.Kind, p.ResourceId)} '{p.DisplayName}')"))}"),
        };
    }

    private async Task<IReadOnlyList<Principal>> FindAllAsync(string text, CancellationToken cancellationToken)
    {
        if (text.StartsWith('/'))
        {
            return directory.FindManagedIdentity(text.TrimEnd('/')) is { } identity ? Known(identity.TenantId, identity.PrincipalId) : [];
        }

        List<Principal> found = [.. search.Find(text), .. await OfClustersAsync(text, cancellationToken)];
        return [.. found.DistinctBy(p => (p.TenantId, p.ObjectId))];
    }

    private async Task<IEnumerable<Principal>> OfClustersAsync(string text, CancellationToken cancellationToken)
    {
        var isKubelet = text.EndsWith(Kubelet, StringComparison.OrdinalIgnoreCase);
        var name = isKubelet ? text[..^Kubelet.Length] : text;
        return (await clusters.ListAsync(cancellationToken))
            .Where(c => c.Name.Equals(name, StringComparison.OrdinalIgnoreCase) || c.Id.Text.Equals(name, StringComparison.OrdinalIgnoreCase))
            .SelectMany(c => PrincipalsOf(c, isKubelet));
    }

    private IEnumerable<Principal> PrincipalsOf(ClusterIdentities cluster, bool isKubelet)
    {
        var id = isKubelet ? cluster.Kubelet : cluster.ControlPlane;
        return id is not null ? search.Find(id) : cluster.ServicePrincipal is { } clientId ? search.Find(clientId) : [];
    }

    private List<Principal> Known(string tenantId, string objectId) => directory.FindPrincipal(tenantId, objectId) is { } principal ? [principal] : [];
}
