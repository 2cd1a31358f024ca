using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Providers.ContainerService;

/// <summary>The secrets of clusters' service principals. Each is sealed for its cluster; no answer and no log ever holds it.</summary>
internal sealed class ServicePrincipalVault(IDocumentStore documents, ISecretProtector protector)
{
    private const string Collection = "cluster-principals";

    public async ValueTask<ServicePrincipalCredential?> FindAsync(ResourceId cluster, CancellationToken cancellationToken)
    {
        if (await documents.GetAsync(Collection, cluster.Key, cancellationToken) is not { } document)
        {
            return null;
        }

        var node = Json.ParseObject(document.Body.Span);
        var secret = protector.Open(Convert.FromBase64String(node.Text("secret")!), Purpose(cluster));
        return new(node.Text("clientId")!, Encoding.UTF8.GetString(secret));
    }

    /// <summary>Adds the sealed secret to the batch that says so in the cluster.</summary>
    public void Put(WriteBatch batch, ResourceId cluster, ServicePrincipalCredential credential)
    {
        var body = new JsonObject
        {
            ["clientId"] = credential.ClientId,
            ["secret"] = Convert.ToBase64String(protector.Seal(Encoding.UTF8.GetBytes(credential.Secret), Purpose(cluster))),
        };
        batch.Put(Collection, cluster.Key, Json.ToBytes(body));
    }

    public static void Remove(WriteBatch batch, ResourceId cluster) => batch.Delete(Collection, cluster.Key);

    private static string Purpose(ResourceId cluster) => $"{Collection}/{cluster.Key}";
}
