using Verditer.Core;

namespace Verditer.Providers.ContainerService;

/// <summary>
/// The running side of clusters: control plane, nodes, metadata listeners, cloud provider. Everything may be repeated, and is brought up again at each start of the
/// process.
/// </summary>
internal sealed class ClusterRuntime(
    IClusterEngine engine, IMetadataListeners listeners, ICloudProviders cloudProviders, ClusterNodes nodes, ServicePrincipalVault vault, CloudProviderFile file)
{
    private const string CloudProviderUser = "cloud-controller-manager";

    public Task<ControlPlane> CreateControlPlaneAsync(ClusterView cluster, string tenantId, CancellationToken cancellationToken)
    {
        var network = cluster.Properties["networkProfile"];
        return engine.CreateAsync(
            new(cluster.Key, cluster.Name, cluster.KubernetesVersion, cluster.Properties.Text("fqdn")!,
                network.Text("podCidr") ?? ClusterDefaults.PodCidr, network.Text("serviceCidr")!, network.Text("dnsServiceIP")!)
            {
                Issuer = OidcIssuer.AddressOf(cluster),
                WorkloadIdentityTenant = OidcIssuer.HasWorkloadIdentity(cluster) ? tenantId : null,
            },
            cancellationToken);
    }

    public async Task<ArmError?> ReconcileNodesAsync(ClusterView cluster, string tenantId, CancellationToken cancellationToken)
    {
        if (!(await nodes.ListAsync(cluster, tenantId, cancellationToken)).TryGet(out var wanted, out var error))
        {
            return error;
        }

        foreach (var node in wanted)
        {
            await listeners.OpenAsync(node.Machine, cancellationToken);
            await engine.EnsureNodeAsync(cluster.Key, node.Spec, cancellationToken);
        }

        var names = wanted.Select(n => n.Spec.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var gone in (await engine.ListNodesAsync(cluster.Key, cancellationToken)).Where(n => !names.Contains(n)))
        {
            await engine.RemoveNodeAsync(cluster.Key, gone, cancellationToken);
            await listeners.CloseAsync(gone, cancellationToken);
        }

        return null;
    }

    public async Task StartCloudProviderAsync(ClusterView cluster, string tenantId, CancellationToken cancellationToken)
    {
        var kubeconfig = await engine.GetKubeconfigAsync(
            cluster.Key, new(CloudProviderUser, cluster.Name, cluster.Name, IsAdmin: false), cancellationToken);
        var names = new NodeGroupNames(cluster);
        var socket = cluster.HasManagedIdentity
            ? await listeners.OpenAsync(new(ControlPlaneMachine(cluster), cluster.Id.Text, null), cancellationToken)
            : null;
        var principal = cluster.HasManagedIdentity ? null : await vault.FindAsync(cluster.Id, cancellationToken);
        await cloudProviders.StartAsync(
            new(cluster.Key, tenantId, cluster.Id.SubscriptionId!, cluster.NodeGroup.Name, cluster.Location, cluster.Name, names.LoadBalancer.Name,
                names.SecurityGroup.Text, file.Write(cluster.Key, kubeconfig), socket, principal),
            cancellationToken);
    }

    /// <summary>New certificates and credentials; the cloud provider, whose old ones are refused, is stopped.</summary>
    public async Task RotateCertificatesAsync(ClusterView cluster, string rotation, CancellationToken cancellationToken)
    {
        await cloudProviders.StopAsync(cluster.Key, cancellationToken);
        await engine.RotateCertificatesAsync(cluster.Key, rotation, cancellationToken);
    }

    /// <summary>Brings up again what was running when the process ended.</summary>
    public async Task<ArmError?> ResumeAsync(ClusterView cluster, string tenantId, CancellationToken cancellationToken)
    {
        await CreateControlPlaneAsync(cluster, tenantId, cancellationToken);
        if (await ReconcileNodesAsync(cluster, tenantId, cancellationToken) is { } error)
        {
            return error;
        }

        await StartCloudProviderAsync(cluster, tenantId, cancellationToken);
        return null;
    }

    /// <summary>Stops it and keeps its state.</summary>
    public async Task StopAsync(ClusterView cluster, CancellationToken cancellationToken)
    {
        await CloseAsync(cluster, cancellationToken);
        await engine.StopAsync(cluster.Key, cancellationToken);
    }

    /// <summary>Stops it and removes all that is of it outside Resource Manager.</summary>
    public async Task RemoveAsync(ClusterView cluster, CancellationToken cancellationToken)
    {
        await CloseAsync(cluster, cancellationToken);
        await engine.DeleteAsync(cluster.Key, cancellationToken);
        file.Remove(cluster.Key);
    }

    private static string ControlPlaneMachine(ClusterView cluster) => $"control-plane-{cluster.Key}";

    private async Task CloseAsync(ClusterView cluster, CancellationToken cancellationToken)
    {
        await cloudProviders.StopAsync(cluster.Key, cancellationToken);
        await listeners.CloseAsync(ControlPlaneMachine(cluster), cancellationToken);
        foreach (var node in await engine.ListNodesAsync(cluster.Key, cancellationToken))
        {
            await listeners.CloseAsync(node, cancellationToken);
        }
    }
}
