using System.Collections.Concurrent;
using System.Threading.Channels;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Gives each node its pod network once it is known which addresses its pods have, routes between nodes, and the parts that live in the node's namespace.</summary>
internal sealed class NodeNetworkController(ControllerServices services, ClusterMachines machines, IReadOnlyList<INodeNetworkPart> parts) : Controller(services)
{
    private readonly ConcurrentDictionary<string, (NodeNetwork Network, List<IAsyncDisposable> Parts)> _started = new(StringComparer.Ordinal);

    public override string Name => "node-network";

    protected override string Component => "kubelet";

    protected override int Workers => 1;

    protected override ChannelReader<ObjectKey>? WakeUps => machines.NetworkChanges;

    /// <summary>A node that comes, goes or gets its pod addresses changes the routes of all.</summary>
    protected override IReadOnlyList<WatchSource> Sources => [new(Kinds.Nodes, (_, change) => machines.Machines.Keys.Append(change.Object.Name()).Distinct().Select(name => new ObjectKey(Kinds.Nodes, null, name)))];

    public override async Task RunAsync(IObjectClient api, CancellationToken cancellationToken)
    {
        try
        {
            await base.RunAsync(api, cancellationToken);
        }
        finally
        {
            foreach (var node in _started.Keys)
            {
                await EndPartsAsync(node);
            }
        }
    }

    protected override async Task ReconcileAsync(Turn turn)
    {
        if (turn.Find() is not { } node || machines.Find(node.Name()) is not { } machine || Ipv4Prefix.Parse(node.Text("spec", "podCIDR")) is not { } range)
        {
            await EndPartsAsync(turn.Key.Name);
            return;
        }

        var podCidr = range.ToString();
        var network = Describe(machine, podCidr);
        if (!_started.TryGetValue(machine.Name, out var started) || started.Network != network)
        {
            await EndPartsAsync(machine.Name);
            NetworkConfiguration.Write(machine.Paths, range);
            await NodeNamespace.MasqueradeAsync(machine.Namespace, range, ClusterRange, turn.CancellationToken);
            _started[machine.Name] = (network, await StartPartsAsync(turn, network));
        }

        await NodeNamespace.RouteAsync(machine.Namespace, NodeRoutes.To(turn.Api.List(Kinds.Nodes), machine.Name), turn.CancellationToken);
        if (!machine.HasNetwork)
        {
            machine.HasNetwork = await IsNetworkReadyAsync(machine, turn.CancellationToken);
            if (!machine.HasNetwork)
            {
                turn.LookAgainAfter(TimeSpan.FromMilliseconds(100));
            }
        }
    }

    private Ipv4Prefix ClusterRange => Ipv4Prefix.Parse(Services.Cluster.PodCidr)
        ?? throw new HostCommandException($"'{Services.Cluster.PodCidr}' is no range of addresses for pods.");

    private NodeNetwork Describe(NodeMachine machine, string podCidr) => new(
        machine.ClusterKey, machine.Name, machine.NamespacePath, machine.Spec.InternalIp, machine.Subnet.Gateway, machine.Subnet.ToString(), podCidr, Services.Cluster.PodCidr,
        Services.Cluster.ServiceCidr, Services.Cluster.DnsServiceIp, NetworkConfiguration.PodBridge, machine.Paths.RegistryFolder, machine.Paths.Socket);

    private static async Task<bool> IsNetworkReadyAsync(NodeMachine machine, CancellationToken cancellationToken)
    {
        var answer = await machine.Runtime.Pods.StatusAsync(new(), cancellationToken: cancellationToken);
        return answer.Status.Conditions.Any(condition => condition.Type == "NetworkReady" && condition.Status);
    }

    private async Task<List<IAsyncDisposable>> StartPartsAsync(Turn turn, NodeNetwork network)
    {
        List<IAsyncDisposable> running = [];
        foreach (var part in parts)
        {
            try
            {
                running.Add(await part.StartAsync(turn.Api, Services.Cluster, network, turn.CancellationToken));
            }
            catch (Exception e) when (!turn.CancellationToken.IsCancellationRequested)
            {
                Services.Logger.NetworkPartFailed(e, network.Name);
            }
        }

        return running;
    }

    private async Task EndPartsAsync(string node)
    {
        if (_started.TryRemove(node, out var started))
        {
            foreach (var part in Enumerable.Reverse(started.Parts))
            {
                await part.DisposeAsync();
            }
        }
    }
}
