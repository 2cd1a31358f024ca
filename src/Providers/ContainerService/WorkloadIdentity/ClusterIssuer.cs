using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// Clusters as issuers of tokens that Entra ID takes: an issuer's address leads to its cluster, whose engine has the keys. An address of this form that no cluster has
/// has no keys: it is not looked for anywhere else.
/// </summary>
internal sealed class ClusterIssuer(IDocumentStore documents, IClusterEngine engine) : IFederatedIssuer
{
    private const string Collection = "cluster-issuers";
    private const string Host = ".oic.prod-aks.azure.com";

    public static string NewAddress(ClusterView cluster, string tenantId) => $"https://{cluster.Location}{Host}/{tenantId}/{cluster.GuidFor("oidc-issuer")}/";

    public static void Put(WriteBatch batch, ClusterView cluster)
    {
        if (OidcIssuer.AddressOf(cluster) is { } address)
        {
            batch.Put(Collection, address, Json.ToBytes(new JsonObject { ["clusterKey"] = cluster.Key }));
        }
    }

    public static void Remove(WriteBatch batch, ClusterView cluster)
    {
        if (OidcIssuer.AddressOf(cluster) is { } address)
        {
            batch.Delete(Collection, address);
        }
    }

    public async ValueTask<JsonObject?> FindKeysAsync(string issuer, CancellationToken cancellationToken = default)
    {
        if (!Uri.TryCreate(issuer, UriKind.Absolute, out var address) || !address.Host.EndsWith(Host, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var found = await documents.GetAsync(Collection, issuer, cancellationToken) is { } document && Json.ParseObject(document.Body.Span).Text("clusterKey") is { } key
            ? await engine.FindServiceAccountKeysAsync(key, cancellationToken)
            : null;
        return found ?? new JsonObject { ["keys"] = new JsonArray() };
    }
}
