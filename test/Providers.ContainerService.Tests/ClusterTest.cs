using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ContainerService.Tests;

/// <summary>A cloud with AKS in it; around the provider everything is real but the engine, the metadata listeners and the cloud provider.</summary>
public abstract class ClusterTest : CloudTest
{
    protected const string Group = "myResourceGroup";
    protected const string AksAppId = "7319c514-987d-4e9b-ac3d-d38c4f427f4c";

    private readonly string _files = System.IO.Directory.CreateTempSubdirectory("verditer-clusters-").FullName;

    internal FakeEngine Engine { get; } = new();

    internal FakeListeners Listeners { get; } = new();

    internal FakeCloudProviders CloudProviders { get; } = new();

    protected virtual RuleSet Rules => RuleSet.Preview;

    protected override TestCloudOptions Options => new()
    {
        Rules = Rules,
        Parts = services => services
            .AddSingleton<IClusterEngine>(Engine)
            .AddSingleton<IMetadataListeners>(Listeners)
            .AddSingleton<ICloudProviders>(CloudProviders)
            .AddContainerService(new ContainerServiceOptions(_files)),
    };

    protected string GroupId => $"{Cloud.Subscription}/resourceGroups/{Group}";

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Cloud.AddGroupAsync(Group);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
        System.IO.Directory.Delete(_files, recursive: true);
    }

    protected string ClusterId(string name) => $"{GroupId}/providers/Microsoft.ContainerService/managedClusters/{name}";

    protected string NodeGroupId(string cluster) => $"{Cloud.Subscription}/resourceGroups/MC_{Group}_{cluster}_westus2";

    /// <summary>Registers MSIPreview and then the provider again, as the founding document says.</summary>
    protected async Task RegisterPreviewAsync(string? subscription = null)
    {
        var root = subscription ?? Cloud.Subscription;
        (await Cloud.PostAsync($"{root}/providers/Microsoft.Features/providers/Microsoft.ContainerService/features/MSIPreview/register?api-version=2021-07-01")).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        Cloud.Advance(TimeSpan.FromSeconds(1));
        (await Cloud.PostAsync($"{root}/providers/Microsoft.ContainerService/register?api-version=2021-04-01")).ShouldBe(200);
        await Cloud.RunOperationsAsync();
    }

    /// <summary>What az 2.45 sends for <c>az aks create --enable-managed-identity</c>, with changes.</summary>
    protected static string Body(Action<JsonObject>? change = null)
    {
        var body = (JsonObject)JsonNode.Parse("""
            {"location":"westus2","identity":{"type":"SystemAssigned"},"properties":{"kubernetesVersion":"","dnsPrefix":"MyManagedC-MyResourceGroup-222222",
            "agentPoolProfiles":[{"count":3,"vmSize":"Standard_DS2_v2","osDiskSizeGB":0,"osType":"Linux","enableAutoScaling":false,"type":"VirtualMachineScaleSets",
            "mode":"System","orchestratorVersion":"","upgradeSettings":{},"enableNodePublicIP":false,"scaleSetPriority":"Regular","scaleSetEvictionPolicy":"Delete",
            "spotMaxPrice":-1.0,"nodeTaints":[],"enableEncryptionAtHost":false,"enableUltraSSD":false,"enableFIPS":false,"name":"nodepool1"}],
            "linuxProfile":{"adminUsername":"azureuser","ssh":{"publicKeys":[{"keyData":"ssh-rsa AAAA"}]}},"addonProfiles":{},"enableRBAC":true,
            "networkProfile":{"networkPlugin":"kubenet","podCidr":"10.244.0.0/16","serviceCidr":"10.0.0.0/16","dnsServiceIP":"10.0.0.10","dockerBridgeCidr":"172.17.0.1/16",
            "outboundType":"loadBalancer","loadBalancerSku":"standard"},"disableLocalAccounts":false,"storageProfile":{}}}
            """)!;
        change?.Invoke(body);
        return body.ToJsonString();
    }

    protected static Action<JsonObject> WithPrincipal(string clientId, string secret, bool keepsIdentity = false) => body =>
    {
        if (!keepsIdentity)
        {
            body.Remove("identity");
        }

        body["properties"]!["servicePrincipalProfile"] = new JsonObject { ["clientId"] = clientId, ["secret"] = secret };
    };

    protected Task<TestReply> PutClusterAsync(string name, Action<JsonObject>? change = null, TestPrincipal? by = null) =>
        Cloud.PutAsync($"{ClusterId(name)}?api-version=2022-11-01", Body(change), by);

    /// <summary>A cluster that is there and Succeeded.</summary>
    protected async Task<TestReply> MakeClusterAsync(string name, Action<JsonObject>? change = null)
    {
        (await PutClusterAsync(name, change)).ShouldBe(201);
        await Cloud.RunOperationsAsync();
        var cluster = (await Cloud.GetAsync(ClusterId(name))).ShouldBe(200);
        cluster.Text("properties", "provisioningState").ShouldBe("Succeeded", cluster.Body!.ToJsonString());
        return cluster;
    }

    /// <summary>An application with a secret, in the test's hands.</summary>
    protected async Task<OwnedApplication> MakeApplicationAsync(TimeSpan lifetime) => await Cloud.Get<IDirectory>().EnsureOwnedApplicationAsync(
        Cloud.TenantId, Guid.NewGuid().ToString(), "given", Cloud.Owner.ObjectId, lifetime);
}
