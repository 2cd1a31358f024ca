using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;

namespace Verditer.Bench;

/// <summary>A cluster from its PUT to Succeeded, then its Kubernetes API with the administrator's client certificate.</summary>
internal static class ClusterBench
{
    private const string Version = "api-version=2025-03-01";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    public static async Task RunAsync(Setting setting, Azure azure)
    {
        Report.Title("A cluster (managed identity, one node)");
        var group = await PrepareAsync(azure);
        var best = double.MaxValue;
        string? last = null;
        for (var round = 0; round < setting.Rounds; round++)
        {
            var cluster = $"{group}/providers/Microsoft.ContainerService/managedClusters/bench{round}";
            if (await CreateAsync(azure, cluster) is not { } took)
            {
                Report.NotServed("PUT to Succeeded");
                Report.NotServed("the Kubernetes API");
                return;
            }

            (best, last) = (Math.Min(best, took), cluster);
        }

        Report.Figure("PUT to Succeeded", best, "s");
        var credentials = (await azure.SendAsync(HttpMethod.Post, $"{last}/listClusterAdminCredential?{Version}")).Body;
        var kubeconfig = Encoding.UTF8.GetString(Convert.FromBase64String(credentials["kubeconfigs"]![0]!["value"]!.GetValue<string>()));
        await KubernetesBench.RunAsync(setting, Kubeconfig.Read(kubeconfig));
    }

    /// <summary>Registers what a cluster needs, and makes a group for clusters.</summary>
    public static async Task<string> PrepareAsync(Azure azure)
    {
        foreach (var provider in (string[])["Microsoft.Network", "Microsoft.Compute", "Microsoft.ManagedIdentity", "Microsoft.ContainerService"])
        {
            await azure.RegisterAsync(provider);
        }

        var group = $"{azure.Subscription}/resourceGroups/cluster";
        await azure.SendAsync(HttpMethod.Put, $"{group}?api-version=2021-04-01", new JsonObject { ["location"] = "westus2" });
        return group;
    }

    /// <returns>Seconds; null where Verditer makes no clusters.</returns>
    public static async Task<double?> CreateAsync(Azure azure, string cluster)
    {
        var started = Stopwatch.StartNew();
        var put = await azure.SendAsync(HttpMethod.Put, $"{cluster}?{Version}", new JsonObject
        {
            ["location"] = "westus2",
            ["identity"] = new JsonObject { ["type"] = "SystemAssigned" },
            ["properties"] = new JsonObject
            {
                ["dnsPrefix"] = "bench",
                ["agentPoolProfiles"] = new JsonArray(new JsonObject { ["name"] = "nodepool1", ["count"] = 1, ["vmSize"] = "Standard_DS2_v2", ["mode"] = "System" }),
            },
        }, mayFail: true);
        if (put.Status >= 400)
        {
            return null;
        }

        while (started.Elapsed < Patience)
        {
            var state = (await azure.SendAsync(HttpMethod.Get, $"{cluster}?{Version}")).Body["properties"]?["provisioningState"]?.GetValue<string>();
            if (state is "Succeeded")
            {
                return started.Elapsed.TotalSeconds;
            }

            if (state is "Failed" or "Canceled")
            {
                throw new InvalidOperationException($"the cluster is {state}");
            }

            await Task.Delay(10);
        }

        throw new InvalidOperationException("the cluster does not become ready");
    }
}
