using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using Grpc.Core;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Runs the pods of a cluster's nodes as real containers, and says of them what a kubelet says.</summary>
internal sealed class Kubelet : Controller
{
    private static readonly TimeSpan[] Moments = [TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(500)];

    private readonly ClusterMachines _machines;
    private readonly KubeletParts _parts;
    private readonly ConcurrentDictionary<string, PodWork> _pods = new(StringComparer.Ordinal);
    private readonly Channel<ObjectKey> _wakeUps = Channel.CreateUnbounded<ObjectKey>();

    public Kubelet(ControllerServices services, ClusterMachines machines, IImageCredentials credentials, IPersistentVolumeMounts? disks)
        : base(services)
    {
        _machines = machines;
        _parts = new(services.Cluster, new(credentials, services.Time, services.HostTime), disks, services.Time, services.HostTime, services.Logger);
    }

    public override string Name => "kubelet";

    protected override string Component => "kubelet";

    /// <summary>A pod that is slow to end holds up no other.</summary>
    protected override int Workers => 64;

    protected override ChannelReader<ObjectKey>? WakeUps => _wakeUps.Reader;

    protected override IReadOnlyList<WatchSource> Sources =>
    [
        WatchSource.Self(Kinds.Pods, pod => _machines.Find(pod.NodeName()) is not null),
        new(Kinds.ConfigMaps, (api, change) => Users(api, change, "configMap")),
        new(Kinds.Secrets, (api, change) => Users(api, change, "secret")),
    ];

    public override async Task RunAsync(IObjectClient api, CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var listening = ListenAsync(api, ending.Token);
        try
        {
            await base.RunAsync(api, cancellationToken);
        }
        finally
        {
            await ending.CancelAsync();
            await listening.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var work in _pods.Values)
            {
                work.EndProbes(_ => true);
            }
        }
    }

    protected override async Task ReconcileAsync(Turn turn)
    {
        try
        {
            await LookAsync(turn);
        }
        catch (RpcException e) when (!turn.CancellationToken.IsCancellationRequested)
        {
            // The runtime has died, or something changed under way: look again.
            Services.Logger.PodWorkFailed("", turn.Key.Name, "a look at it", RuntimeErrors.Describe(e));
            turn.Retry();
        }
    }

    private async Task LookAsync(Turn turn)
    {
        var pod = turn.Find();
        await ForgetOthersAsync(turn, pod);
        if (pod is null
            || _machines.Find(pod.NodeName()) is not { Problem: null } machine
            || turn.Api.Find(Kinds.Nodes, null, machine.Name) is not { } node
            || !SimulatedNode.IsRunning(node))
        {
            return;
        }

        var work = _pods.GetOrAdd(pod.Uid(), uid => new(uid, turn.Key));
        if (pod.IsBeingDeleted())
        {
            await new PodEnding(_parts, turn, pod, machine, work, () => Wake(turn.Key)).RunAsync(Forget);
        }
        else if (pod.HasEnded())
        {
            await FinishAsync(turn, pod, machine, work);
        }
        else
        {
            await new PodSync(_parts, turn, pod, machine, work, () => Wake(turn.Key)).RunAsync();
        }
    }

    /// <summary>A pod that has run to its end keeps its containers, for their logs, and gives its address back.</summary>
    private async Task FinishAsync(Turn turn, JsonObject pod, NodeMachine machine, PodWork work)
    {
        work.EndProbes(_ => true);
        var seen = await PodObservation.ReadAsync(machine.Runtime, pod.Uid(), turn.CancellationToken);
        if (seen.Sandbox is not null)
        {
            await new ContainerKiller(_parts, machine, pod).KillAllAsync(seen, TimeSpan.FromSeconds(pod.At("spec", "terminationGracePeriodSeconds").Long() ?? 30), turn.CancellationToken);
            await SandboxRemoval.StopAsync(machine.Runtime, seen.Sandboxes, turn.CancellationToken);
        }
    }

    /// <summary>What is left of earlier pods of this name: they were deleted by force, or while nobody looked.</summary>
    private async Task ForgetOthersAsync(Turn turn, JsonObject? pod)
    {
        var others = _pods.Values.Where(work => work.Key == turn.Key && work.Uid != pod?.Uid()).ToList();
        if (pod is not null && others.Count == 0)
        {
            return;
        }

        foreach (var machine in _machines.Machines.Values.Where(machine => machine.Problem is null))
        {
            await StrayPods.RemoveAsync(_parts, turn.Api, machine, turn.Key, turn.CancellationToken);
            foreach (var other in others)
            {
                var paths = new PodPaths(machine.Paths, turn.Key.Namespace ?? "", turn.Key.Name, other.Uid);
                await SandboxRemoval.RemovePodAsync(machine, _parts.VolumesOf(turn.Api, machine), paths, other.Uid, [], turn.CancellationToken);
            }
        }

        others.ForEach(Forget);
    }

    private void Forget(PodWork work)
    {
        work.EndProbes(_ => true);
        _pods.TryRemove(work.Uid, out _);
        _parts.Images.Forget(work.Uid);
        foreach (var id in _parts.Owners.Where(pair => pair.Value == work.Uid).Select(pair => pair.Key))
        {
            _parts.Owners.TryRemove(id, out _);
        }

        foreach (var key in _parts.Tokens.Keys.Where(key => key.StartsWith(work.Uid, StringComparison.Ordinal)))
        {
            _parts.Tokens.TryRemove(key, out _);
        }
    }

    private void Wake(ObjectKey key) => _wakeUps.Writer.TryWrite(key);

    /// <summary>What an event has told, the runtime itself knows a moment later.</summary>
    private async Task WakeAgainAsync(ObjectKey key, CancellationToken cancellationToken)
    {
        foreach (var moment in Moments)
        {
            await Task.Delay(moment, Services.HostTime, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Wake(key);
        }
    }

    /// <summary>What the runtimes tell: a container that was started or has ended wakes its pod, a node that has come up wakes all of its pods.</summary>
    private async Task ListenAsync(IObjectClient api, CancellationToken cancellationToken)
    {
        await foreach (var change in _machines.PodChanges.ReadAllAsync(cancellationToken))
        {
            if (change.ContainerId is { } id)
            {
                if (_parts.Owners.TryGetValue(id, out var uid) && _pods.TryGetValue(uid, out var work))
                {
                    Wake(work.Key);
                    _ = WakeAgainAsync(work.Key, cancellationToken);
                }

                continue;
            }

            if (_machines.Find(change.Node) is { Problem: null } machine)
            {
                await SweepAsync(api, machine, cancellationToken);
                foreach (var pod in api.List(Kinds.Pods).Where(pod => pod.NodeName() == change.Node))
                {
                    Wake(pod.Key(Kinds.Pods));
                }
            }
        }
    }

    private async Task SweepAsync(IObjectClient api, NodeMachine machine, CancellationToken cancellationToken)
    {
        try
        {
            await StrayPods.RemoveAsync(_parts, api, machine, null, cancellationToken);
        }
        catch (RpcException e) when (!cancellationToken.IsCancellationRequested)
        {
            Services.Logger.PodWorkFailed(machine.Name, "", "removing what is left of pods", RuntimeErrors.Describe(e));
        }
    }

    /// <summary>Pods that use an object, or wait for it.</summary>
    private IEnumerable<ObjectKey> Users(IObjectClient api, ObjectEvent change, string kind) => change.Kind == ObjectEventKind.Deleted
        ? []
        : api.List(Kinds.Pods, change.Object.Namespace())
            .Where(pod => _machines.Find(pod.NodeName()) is not null && !pod.HasEnded() && (pod.Phase() == "Pending" || Mounts(pod, kind, change.Object.Name())))
            .Select(pod => pod.Key(Kinds.Pods));

    private static bool Mounts(JsonObject pod, string kind, string name) => pod.Items("spec", "volumes")
        .SelectMany(volume => volume.Items("projected", "sources").Append(volume))
        .Any(source => source.Text(kind, "name") == name || source.Text(kind, "secretName") == name);
}
