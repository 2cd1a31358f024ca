using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Counts what a namespace uses of what its quotas limit.</summary>
internal sealed class ResourceQuotaController(ControllerServices services) : Controller(services)
{
    private static readonly GroupResource[] Counted =
    [
        Kinds.Pods, Kinds.Services, Kinds.ConfigMaps, Kinds.Secrets, Kinds.PersistentVolumeClaims, Kinds.ReplicationControllers, Kinds.Deployments,
        Kinds.ReplicaSets, Kinds.StatefulSets, Kinds.Jobs, Kinds.CronJobs,
    ];

    public override string Name => "resourcequota";

    protected override string Component => "resourcequota-controller";

    protected override int Workers => 1;

    protected override IReadOnlyList<WatchSource> Sources { get; } =
        [WatchSource.Self(Kinds.ResourceQuotas), .. Counted.Select(resource => WatchSource.AllOf(resource, Kinds.ResourceQuotas))];

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } quota || quota.At("spec", "hard") is not JsonObject hard)
        {
            return;
        }

        var pods = QuotaUsage.Pods(turn.Api, quota);
        var used = new JsonObject();
        foreach (var (name, _) in hard)
        {
            if (QuotaUsage.Of(turn.Api, quota, pods, name) is { } amount)
            {
                used[name] = amount;
            }
        }

        await turn.SetStatusAsync(Kinds.ResourceQuotas, quota, new JsonObject { ["hard"] = hard.DeepClone(), ["used"] = used });
    }
}
