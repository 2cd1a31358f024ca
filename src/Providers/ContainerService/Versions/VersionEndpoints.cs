using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>Which Kubernetes versions there are, and which a cluster can be upgraded to.</summary>
internal sealed class VersionEndpoints(KubernetesVersions versions, ResourceStore resources)
{
    private const string Located = "/subscriptions/{subscriptionId}/providers/Microsoft.ContainerService/locations/{location}";
    private const string Cluster = "/subscriptions/{subscriptionId}/resourceGroups/{group}/providers/Microsoft.ContainerService/managedClusters/{cluster}";
    private const string Read = "Microsoft.ContainerService/locations/orchestrators/read";

    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", Located + "/orchestrators", Read, (context, _) => new(Orchestrators(context))),
        new("GET", Located + "/kubernetesVersions", Read, (_, _) => new(List())),
        new("GET", Cluster + "/upgradeProfiles/default", "Microsoft.ContainerService/managedClusters/upgradeProfiles/read", UpgradesAsync),
        new("GET", Cluster + "/availableAgentPoolVersions", "Microsoft.ContainerService/managedClusters/availableAgentPoolVersions/read", PoolVersionsAsync),
    ];

    private ArmResponse Orchestrators(ArmContext context) => ArmResponse.Ok(new JsonObject
    {
        ["id"] = $"{context.Id.Text}/providers/Microsoft.ContainerService/locations/{context.Target.Values["location"]}/orchestrators",
        ["name"] = "default",
        ["type"] = "Microsoft.ContainerService/locations/orchestrators",
        ["properties"] = new JsonObject { ["orchestrators"] = new JsonArray([.. versions.All.Select(Orchestrator)]) },
    });

    private JsonNode Orchestrator(KubernetesVersion version)
    {
        JsonObject node = new() { ["orchestratorType"] = "Kubernetes", ["orchestratorVersion"] = version.ToString() };
        if (version == versions.Default)
        {
            node["default"] = true;
        }

        node["upgrades"] = new JsonArray([.. versions.UpgradesFrom(version).Select(u => (JsonNode)new JsonObject
        {
            ["orchestratorType"] = "Kubernetes",
            ["orchestratorVersion"] = u.ToString(),
        })]);
        return node;
    }

    private ArmResponse List() => ArmResponse.Ok(new JsonObject
    {
        ["values"] = new JsonArray([.. versions.All.GroupBy(v => v.MinorText).Select(minor => (JsonNode)new JsonObject
        {
            ["version"] = minor.Key,
            ["isDefault"] = minor.Contains(versions.Default),
            ["capabilities"] = new JsonObject { ["supportPlan"] = new JsonArray("KubernetesOfficial") },
            ["patchVersions"] = new JsonObject(minor.Select(v => KeyValuePair.Create(v.ToString(), (JsonNode?)new JsonObject
            {
                ["upgrades"] = new JsonArray([.. versions.UpgradesFrom(v).Select(u => (JsonNode)u.ToString())]),
            }))),
        })]),
    });

    private async ValueTask<Result<ArmResponse>> UpgradesAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!(await FindAsync(context, cancellationToken)).TryGet(out var cluster, out var error))
        {
            return error;
        }

        return ArmResponse.Ok(new JsonObject
        {
            ["id"] = $"{cluster.Id.Text}/upgradeprofiles/default",
            ["name"] = "default",
            ["type"] = "Microsoft.ContainerService/managedClusters/upgradeprofiles",
            ["properties"] = new JsonObject
            {
                ["controlPlaneProfile"] = Profile(cluster.KubernetesVersion, "Linux", null),
                ["agentPoolProfiles"] = new JsonArray([.. cluster.Pools.Select(p => (JsonNode)Profile(p.Text("currentOrchestratorVersion")!, "Linux", p.Text("name")))]),
            },
        });
    }

    private JsonObject Profile(string current, string osType, string? name)
    {
        JsonObject profile = new() { ["kubernetesVersion"] = current, ["osType"] = osType };
        if (name is not null)
        {
            profile["name"] = name;
        }

        profile["upgrades"] = new JsonArray([.. versions.UpgradesFrom(KubernetesVersion.Parse(current)!.Value).Select(u => (JsonNode)new JsonObject
        {
            ["kubernetesVersion"] = u.ToString(),
        })]);
        return profile;
    }

    private async ValueTask<Result<ArmResponse>> PoolVersionsAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!(await FindAsync(context, cancellationToken)).TryGet(out var cluster, out var error))
        {
            return error;
        }

        var newest = KubernetesVersion.Parse(cluster.KubernetesVersion)!.Value;
        return ArmResponse.Ok(new JsonObject
        {
            ["id"] = $"{cluster.Id.Text}/availableagentpoolversions",
            ["name"] = "default",
            ["type"] = "Microsoft.ContainerService/managedClusters/availableAgentpoolVersions",
            ["properties"] = new JsonObject
            {
                ["agentPoolVersions"] = new JsonArray([.. versions.All.Where(v => v.CompareTo(newest) <= 0).Select(v => (JsonNode)new JsonObject
                {
                    ["kubernetesVersion"] = v.ToString(),
                    ["default"] = v == newest,
                })]),
            },
        });
    }

    private async ValueTask<Result<ClusterView>> FindAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var id = context.Id.Provider(ClusterView.Type, context.Target.Values["cluster"]);
        return await resources.FindAsync(id, cancellationToken) is { } stored ? ClusterView.Of(stored) : ArmErrors.ResourceNotFound(id);
    }
}
