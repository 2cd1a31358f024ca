using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>A pool's version is one that there is, not newer than the control plane's, and never goes down. Source: https://learn.microsoft.com/azure/aks/manage-node-pools</summary>
internal sealed class AgentPoolVersionRules(KubernetesVersions versions)
{
    public ArmError? Check(ClusterView cluster, ClusterView? existing)
    {
        var newest = KubernetesVersion.Parse(cluster.KubernetesVersion)!.Value;
        foreach (var pool in cluster.Pools.OfType<JsonObject>())
        {
            if (versions.Find(pool.Text("orchestratorVersion")) is null)
            {
                return KubernetesVersions.Unsupported(pool.Text("orchestratorVersion")!);
            }

            var version = Current(pool);
            if (version.CompareTo(newest) > 0)
            {
                return new ArmError(400, "NodePoolMcVersionIncompatible",
                    $"Node pool version {version} and control plane version {newest} are incompatible. Minor version of node pool cannot be bigger than control plane's version.");
            }

            if (existing?.Pool(pool.Text("name")!) is { } old && version.CompareTo(Current(old)) < 0)
            {
                return new ArmError(400, "OperationNotAllowed",
                    $"Downgrading the agent pool '{pool.Text("name")}' from Kubernetes version {Current(old)} to {version} is not allowed.");
            }
        }

        return null;
    }

    private static KubernetesVersion Current(JsonObject pool) => KubernetesVersion.Parse(pool.Text("currentOrchestratorVersion")!)!.Value;
}
