using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>One node's machine: its namespace, its mounts, its containerd, its way to the metadata service.</summary>
internal sealed class NodeMachine(string clusterKey, NodeSpec spec, NodeServices services) : IAsyncDisposable
{
    private static readonly NodeProblem Starting = new("container runtime is down");
    private static readonly NodeProblem NoNetwork = new("container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady message:Network plugin returns error: cni plugin not initialized");

    private MetadataForwarder? _metadata;
    private RuntimeSupervisor? _supervisor;
    private volatile bool _hasNetwork;

    public string ClusterKey { get; } = clusterKey;

    public string Name { get; } = spec.Name;

    public NodeSpec Spec { get; set; } = spec;

    public NodePaths Paths { get; } = new(services.Names.NodeFolder(clusterKey, spec.Name), services.Names.NodeRunFolder(clusterKey, spec.Name));

    public string Namespace { get; } = services.Names.Node(clusterKey, spec.Name);

    public string NamespacePath => HostNames.PathOf(Namespace);

    /// <summary>The group of all processes in containers of this node.</summary>
    public string ControlGroup => $"{services.Names.ControlGroup}/{Path.GetFileName(Paths.RunFolder)}";

    public RuntimeConnection Runtime => _supervisor?.Connection ?? throw new InvalidOperationException($"The node '{Name}' is not up.");

    public NodeSystem System { get; private set; } = new("containerd://unknown", HostSystem.Kernel, HostSystem.Name);

    /// <summary>Why it cannot run pods; null when it can.</summary>
    public NodeProblem? Problem => _supervisor is not { IsRunning: true } ? Starting : _hasNetwork ? null : NoNetwork;

    public bool HasNetwork
    {
        get => _hasNetwork;
        set
        {
            if (_hasNetwork != value)
            {
                _hasNetwork = value;
                services.Changed(Name);
            }
        }
    }

    public Ipv4Prefix Subnet => Ipv4Prefix.Parse(Spec.SubnetPrefix) ?? Ipv4Prefix.Parse($"{Spec.InternalIp}/16")
        ?? throw new HostCommandException($"The node '{Name}' has no address in its virtual network ('{Spec.InternalIp}' in '{Spec.SubnetPrefix}').");

    /// <summary>Nodes of one virtual network are on one bridge; where nobody says which that is, the cluster has its own.</summary>
    public string Network => Spec.VirtualNetwork ?? ClusterKey;

    /// <summary>Brings up what is not up. May be repeated.</summary>
    /// <exception cref="HostCommandException">Something of the host failed.</exception>
    public async Task UpAsync(CancellationToken cancellationToken)
    {
        if (_supervisor is not null)
        {
            return;
        }

        var router = await services.Networks.EnsureAsync(Network, Namespace, Subnet, cancellationToken);
        await NodeNamespace.EnsureAsync(Namespace, router, HostNames.Port($"{ClusterKey}/{Name}"), Spec.InternalIp, Subnet, cancellationToken);
        Directory.CreateDirectory(Paths.PodFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await Mounts.ShareAsync(Paths.PodFolder, cancellationToken);
        Directory.CreateDirectory(Paths.SecretFolder);
        await Mounts.MountMemoryAsync(Paths.SecretFolder, null, cancellationToken);

        var supervisor = new RuntimeSupervisor(Name, Paths, NamespacePath, services);
        try
        {
            System = System with { Runtime = await supervisor.StartAsync(cancellationToken) };
            _metadata = new MetadataForwarder(Name, NamespacePath, services.Metadata(), services.Logger);
        }
        catch
        {
            await supervisor.DisposeAsync();
            throw;
        }

        _supervisor = supervisor;
        services.Logger.NodeUp(Name, System.Runtime, Namespace);
    }

    /// <summary>This process lets go of it; what runs on it goes on.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_metadata is not null)
        {
            await _metadata.DisposeAsync();
            _metadata = null;
        }

        if (_supervisor is not null)
        {
            await _supervisor.DisposeAsync();
            _supervisor = null;
        }

        _hasNetwork = false;
    }

    /// <summary>Takes it off the host, with all that runs on it.</summary>
    /// <param name="keepDisk">True to leave its images, for when it comes back.</param>
    public async Task RemoveAsync(bool keepDisk)
    {
        await DisposeAsync();
        await Remnants.RemoveAsync(Paths.RunFolder, ControlGroup, Paths.Folder, services.HostTime);
        await NodeNamespace.RemoveAsync(Namespace);
        await services.Networks.LeaveAsync(Namespace, CancellationToken.None);
        if (!keepDisk)
        {
            await MountedFolder.DeleteAsync(Paths.Folder);
        }

        services.Logger.NodeDown(Name);
    }
}
