using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.CloudProvider.Tests;

/// <summary>A real Verditer with a node resource group as AKS makes it, a fake cluster, and the cloud provider between them.</summary>
internal sealed class TestCloud : IAsyncDisposable
{
    private const string Location = "westeurope";
    private const string Contributor = "b24988ac-6180-42a0-ab88-20f7382dd24c";

    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"v{Guid.NewGuid():N}"[..12]);
    private readonly string _assignment = Guid.NewGuid().ToString();
    private readonly ManagedIdentity _identity;
    private readonly AccessTokens _ownerTokens;

    private TestCloud(string folder, VerditerHost host, ManagedIdentity identity)
    {
        (_folder, Host, _identity) = (folder, host, identity);
        Endpoints = new CloudEndpoints(
            () => new IPEndPoint(IPAddress.Loopback, host.Port), () => X509CertificateLoader.LoadCertificateFromFile(new StatePaths(folder).CaCertificate));
        var http = AzureConnection.ToAzure(Endpoints);
        var principal = host.Principal;
        _ownerTokens = new AccessTokens(new ServicePrincipalTokens(http, principal.TenantId, new(principal.ClientId, principal.Secret!), Clock), Clock);
        Owner = new ResourceManagerClient(http, _ownerTokens, Clock);
        Providers = NewProviders();
    }

    public VerditerHost Host { get; }

    public CloudEndpoints Endpoints { get; }

    /// <summary>Resource Manager as the user sees it.</summary>
    public ResourceManagerClient Owner { get; }

    public CloudProviders Providers { get; private set; }

    public FakeCluster Cluster { get; private set; } = null!;

    public FakeMetadata Metadata { get; private set; } = null!;

    public ClusterObjects Objects => Cluster.Objects;

    public VerditerClock Clock => Host.Services.GetRequiredService<VerditerClock>();

    public string Group => $"/subscriptions/{Host.Principal.SubscriptionId}/resourceGroups/MC_rg_demo_{Location}";

    public string Balancer => Network("loadBalancers/kubernetes");

    public string SecurityGroup => Network("networkSecurityGroups/aks-agentpool-12345678-nsg");

    public string ScaleSet => $"{Group}/providers/Microsoft.Compute/virtualMachineScaleSets/aks-nodepool1-12345678-vmss";

    public CloudProviderSpec Spec => new(
        "demo", Host.Principal.TenantId, Host.Principal.SubscriptionId, "MC_rg_demo_" + Location, Location, "demo", "kubernetes", SecurityGroup,
        Cluster.Kubeconfig, Metadata.Socket, null);

    /// <summary>Everything is there, and the cluster's identity is Contributor on the node resource group. The cloud provider is not started.</summary>
    public static async Task<TestCloud> CreateAsync(bool withRole = true)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"v{Guid.NewGuid():N}"[..12]);
        var host = await VerditerHost.StartAsync(new VerditerOptions { StateFolder = folder, Port = 0 });
        var cluster = $"/subscriptions/{host.Principal.SubscriptionId}/resourcegroups/rg/providers/Microsoft.ContainerService/managedClusters/demo";
        var identity = await host.Services.GetRequiredService<IDirectory>().EnsureManagedIdentityAsync(
            host.Principal.TenantId, cluster, ManagedIdentityKind.SystemAssigned);
        var cloud = new TestCloud(folder, host, identity);
        cloud.Cluster = await FakeCluster.StartAsync(folder, new ClusterObjects());
        cloud.Metadata = await FakeMetadata.StartAsync(Path.Combine(folder, "m.sock"), host.Services.GetRequiredService<ITokenIssuer>(), identity);
        await cloud.MakeNodeGroupAsync();
        if (withRole)
        {
            await cloud.GiveRoleAsync();
        }

        return cloud;
    }

    /// <summary>The same with the cloud provider running.</summary>
    public static async Task<TestCloud> StartAsync(bool withRole = true)
    {
        var cloud = await CreateAsync(withRole);
        await cloud.Providers.StartAsync(cloud.Spec);
        return cloud;
    }

    public CloudProviders NewProviders() => Providers = new CloudProviders(Endpoints, Clock, NullLogger<CloudProviders>.Instance);

    public Task GiveRoleAsync(string? principalId = null) => PutAsync(RoleId, "2022-04-01", new JsonObject
    {
        ["properties"] = new JsonObject
        {
            ["roleDefinitionId"] = $"/subscriptions/{Host.Principal.SubscriptionId}/providers/Microsoft.Authorization/roleDefinitions/{Contributor}",
            ["principalId"] = principalId ?? _identity.PrincipalId,
            ["principalType"] = "ServicePrincipal",
        },
    });

    public async Task TakeRoleAsync() => (await Owner.DeleteAsync(RoleId, "2022-04-01", default)).ShouldBeNull();

    /// <summary>Lets time pass; what waits is looked at again.</summary>
    public void Pass(TimeSpan time) => Clock.Offset += time;

    public async Task<JsonObject?> GetAsync(string id, string apiVersion = AzureApi.Network)
    {
        var read = await Owner.GetAsync(id, apiVersion, default);
        read.Error.ShouldBeNull();
        read.TryGet(out var found, out _);
        return found;
    }

    public async Task<JsonObject> PutAsync(string id, string apiVersion, JsonObject body)
    {
        body["location"] = id.Contains("roleAssignments", StringComparison.Ordinal) ? null : Location;
        var written = await Owner.PutAsync(id, apiVersion, body, default);
        written.Error?.Text.ShouldBeNull();
        written.TryGet(out var made, out _);
        return made!;
    }

    public async Task<string[]> NamesAsync(string id, string part) =>
        [.. ((await GetAsync(id)).At("properties", part) as JsonArray ?? []).Select(c => c.Text("name")!)];

    public async Task<string[]> PublicAddressesAsync()
    {
        (await Owner.ListAsync(Network("publicIPAddresses"), AzureApi.Network, default)).TryGet(out var all, out _).ShouldBeTrue();
        return [.. all!.Select(a => a.Text("name")!)];
    }

    public async ValueTask DisposeAsync()
    {
        await Providers.DisposeAsync();
        await Cluster.DisposeAsync();
        await Metadata.DisposeAsync();
        _ownerTokens.Dispose();
        await Host.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private string RoleId => $"{Group}/providers/Microsoft.Authorization/roleAssignments/{_assignment}";

    private string Network(string path) => $"{Group}/providers/Microsoft.Network/{path}";

    private async Task MakeNodeGroupAsync()
    {
        await PutAsync(Group, "2021-04-01", []);
        await PutAsync(SecurityGroup, AzureApi.Network, []);
        await PutAsync(Network("virtualNetworks/aks-vnet"), AzureApi.Network, NodeGroup.VirtualNetwork());
        await PutAsync(Network("publicIPAddresses/outbound"), AzureApi.Network, NodeGroup.PublicAddress());
        await PutAsync(Balancer, AzureApi.Network, NodeGroup.LoadBalancer(Balancer, Network("publicIPAddresses/outbound")));
        await PutAsync(ScaleSet, AzureApi.Compute, NodeGroup.ScaleSet(Network("virtualNetworks/aks-vnet/subnets/aks-subnet"), Balancer));
        for (var i = 0; i < 2; i++)
        {
            Objects.PutNode($"aks-nodepool1-12345678-vmss00000{i}", $"azure://{ScaleSet}/virtualMachines/{i}");
        }
    }
}
