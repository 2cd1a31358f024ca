using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Host;

/// <summary>The clusters of all subscriptions, in the status.</summary>
internal sealed class ClustersSection(IDocumentStore documents) : IStatusSection
{
    private const string Type = "Microsoft.ContainerService/managedClusters";

    public string Name => "clusters";

    public async Task<JsonNode> DescribeAsync(CancellationToken cancellationToken)
    {
        var page = await documents.ListAsync(StoredResource.Collection, "/subscriptions/", cancellationToken: cancellationToken);
        return new JsonArray([.. page.Documents
            .Where(d => d.Key.Contains("/microsoft.containerservice/managedclusters/", StringComparison.Ordinal))
            .Select(ResourceStore.Read)
            .Where(r => string.Equals(r.Id.Type.FullName, Type, StringComparison.OrdinalIgnoreCase))
            .Select(Describe)]);
    }

    private static JsonNode Describe(StoredResource cluster) => new JsonObject
    {
        ["id"] = cluster.Id.Text,
        ["name"] = cluster.Id.Name,
        ["provisioningState"] = cluster.ProvisioningState,
        ["powerState"] = cluster.Body.Text("properties", "powerState", "code"),
        ["kubernetesVersion"] = cluster.Body.Text("properties", "currentKubernetesVersion"),
        ["identity"] = cluster.Body.Text("identity", "type") ?? "ServicePrincipal",
    };
}
