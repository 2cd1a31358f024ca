using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>AKS's own rules for one agent pool. Source: https://learn.microsoft.com/azure/aks/create-node-pools and the limits in quotas-skus-regions</summary>
internal static partial class AgentPoolChecks
{
    private const int MostNodes = 1000;
    private const int FewestPods = 10;
    private const int MostPods = 250;

    public static ArmError? Check(JsonObject pool, string location)
    {
        var name = pool.Text("name") ?? "";
        if (!Name().IsMatch(name))
        {
            return ClusterErrors.Invalid("agentPoolProfile.name",
                $"the name '{name}' is not allowed: a Linux agent pool's name has 1 to 12 lowercase letters and digits and begins with a letter.");
        }

        if (VmSizes.Find(pool.Text("vmSize")!) is null)
        {
            return ArmErrors.BadRequest(
                $"The VM size of {pool.Text("vmSize")} is not allowed in your subscription in location '{location}'. The available VM sizes are {string.Join(',', VmSizes.Names)}.", "agentPoolProfile.vmSize");
        }

        if (pool.Number("maxPods") is < FewestPods or > MostPods)
        {
            return ClusterErrors.Invalid("agentPoolProfile.maxPods", $"{pool.Number("maxPods")} is not between {FewestPods} and {MostPods}.");
        }

        return CheckCount(pool) ?? CheckKind(pool) ?? NodeLabelRules.Check(pool);
    }

    private static ArmError? CheckCount(JsonObject pool)
    {
        var count = pool.Number("count") ?? 0;
        var least = IsSystem(pool) ? 1 : 0;
        if (count < least || count > MostNodes)
        {
            return ClusterErrors.Invalid("agentPoolProfile.count", $"the pool '{pool.Text("name")}' cannot have {count} nodes: a {pool.Text("mode")} pool has {least} to {MostNodes}.");
        }

        var (min, max) = (pool.Number("minCount"), pool.Number("maxCount"));
        return pool.Flag("enableAutoScaling") == true && (min is null || max is null || min > max || count < min || count > max)
            ? ClusterErrors.Invalid("agentPoolProfile.count", $"with autoscaling the count ({count}) lies between minCount ({min}) and maxCount ({max}).")
            : null;
    }

    private static ArmError? CheckKind(JsonObject pool)
    {
        if (!string.Equals(pool.Text("osType"), "Linux", StringComparison.OrdinalIgnoreCase))
        {
            return ClusterErrors.Invalid("agentPoolProfile.osType", $"'{pool.Text("osType")}' nodes are not made by Verditer; use Linux.");
        }

        return string.Equals(pool.Text("type"), "VirtualMachineScaleSets", StringComparison.OrdinalIgnoreCase)
            ? null
            : ClusterErrors.Invalid("agentPoolProfile.type", $"pools of type '{pool.Text("type")}' are not made by Verditer; use VirtualMachineScaleSets, which managed identity needs.");
    }

    public static bool IsSystem(JsonObject pool) => string.Equals(pool.Text("mode"), "System", StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex(@"^[a-z][a-z0-9]{0,11}\z")]
    private static partial Regex Name();
}
