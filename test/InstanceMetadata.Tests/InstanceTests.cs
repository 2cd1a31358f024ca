using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata.Tests;

public sealed class InstanceTests(SharedMachines shared) : IClassFixture<SharedMachines>, IAsyncLifetime
{
    private const string Balancer = TestMachines.Group + "/providers/Microsoft.Network/loadBalancers/kubernetes";
    private const string Address = TestMachines.Group + "/providers/Microsoft.Network/publicIPAddresses/outbound";

    private readonly TestMachines _machines = shared.Machines;
    private readonly HttpClient _node = shared.Client();

    public async ValueTask InitializeAsync() => await _machines.StoreAsync(TestMachines.ScaleSet, Model());

    public ValueTask DisposeAsync()
    {
        _node.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Instance_AsTheCloudProviderAsks_TellsWhereTheMachineIs()
    {
        var (status, body) = await _node.JsonAsync("metadata/instance?api-version=2021-10-01&format=json");
        status.ShouldBe(200);
        var compute = body["compute"];
        compute.Text("azEnvironment").ShouldBe("AzurePublicCloud");
        compute.Text("subscriptionId").ShouldBe("22222222-2222-2222-2222-222222222222");
        compute.Text("resourceGroupName").ShouldBe("MC_rg_aks_westeurope");
        compute.Text("location").ShouldBe("westeurope");
        compute.Text("name").ShouldBe("aks-nodepool1-12345678-vmss_1");
        compute.Text("vmScaleSetName").ShouldBe("aks-nodepool1-12345678-vmss");
        compute.Text("vmSize").ShouldBe("Standard_DS2_v2");
        compute.Text("resourceId").ShouldBe(TestMachines.ScaleSet + "/virtualMachines/1");
        compute.Text("osProfile", "computerName").ShouldBe(TestMachines.NodeName);
        compute.Text("osProfile", "adminUsername").ShouldBe("azureuser");
        compute.Text("storageProfile", "osDisk", "diskSizeGB").ShouldBe("128");
        compute.Text("tags").ShouldBe("team:blue;env:test");
        compute.At("tagsList")!.AsArray().Count.ShouldBe(2);
        compute.At("publicKeys")!.AsArray().Single().Text("keyData").ShouldBe("ssh-rsa AAAA");
        var card = body.At("network", "interface")!.AsArray().Single();
        card.At("ipv4", "ipAddress")!.AsArray().Single().Text("privateIpAddress").ShouldBe("10.224.0.5");
        card.At("ipv4", "subnet")!.AsArray().Single().Text("address").ShouldBe("10.224.0.0");
        card.At("ipv4", "subnet")!.AsArray().Single().Text("prefix").ShouldBe("16");
        card.Text("macAddress").ShouldNotBeNull().ShouldMatch("^000D3A[0-9A-F]{6}$");
    }

    [Theory]
    [InlineData("2017-04-02", "vmId", "vmScaleSetName")]
    [InlineData("2019-06-01", "storageProfile", "tagsList")]
    [InlineData("2021-10-01", "virtualMachineScaleSet", "hostGroup")]
    public async Task Instance_AtAnOlderVersion_HasWhatThatVersionHad(string version, string known, string later)
    {
        var compute = (await _node.JsonAsync($"metadata/instance?api-version={version}")).Body["compute"]!.AsObject();
        compute.ContainsKey(known).ShouldBeTrue();
        compute.ContainsKey(later).ShouldBeFalse();
    }

    [Theory]
    [InlineData("compute/vmId", "5c08b38e-4d57-4c23-ac45-aca61037f084")]
    [InlineData("Compute/VMID", "5c08b38e-4d57-4c23-ac45-aca61037f084")]
    [InlineData("network/interface/0/ipv4/ipAddress/0/privateIpAddress", "10.224.0.5")]
    [InlineData("compute/userData", "")]
    [InlineData("", "compute/\nnetwork/")]
    [InlineData("network/interface", "0/")]
    [InlineData("network/interface/0", "ipv4/\nipv6/\nmacAddress")]
    public async Task Part_AsText_IsTheValueOrTheKeys(string path, string expected) =>
        (await _node.GetStringAsync($"metadata/instance/{path}?api-version=2021-10-01&format=text")).ShouldBe(expected);

    [Fact]
    public async Task Part_AsJson_IsThatSection()
    {
        (await _node.JsonAsync("metadata/instance/compute?api-version=2021-10-01")).Body.Text("location").ShouldBe("westeurope");
        (await _node.JsonAsync("metadata/instance/network/interface/0?api-version=2021-10-01")).Body.ContainsKey("ipv4").ShouldBeTrue();
    }

    [Theory]
    [InlineData("compute/vmId", "", 400)]
    [InlineData("compute/vmId", "&format=json", 400)]
    [InlineData("compute", "&format=xml", 400)]
    [InlineData("compute/nothing", "&format=text", 404)]
    [InlineData("network/interface/1", "", 404)]
    [InlineData("network/interface/-1", "", 404)]
    [InlineData("compute/vmId/0", "&format=text", 404)]
    public async Task Part_ThatIsNotThereOrNotSo_IsRefused(string path, string more, int expected) =>
        (await _node.JsonAsync($"metadata/instance/{path}?api-version=2021-10-01{more}")).Status.ShouldBe(expected);

    [Theory]
    [InlineData("instance?api-version=2021-10-01")]
    [InlineData("instance/compute?api-version=2021-10-01")]
    [InlineData("loadbalancer?api-version=2020-10-01")]
    [InlineData("scheduledevents?api-version=2020-07-01")]
    [InlineData("attested/document?api-version=2021-10-01")]
    public async Task ControlPlane_HasNoInstance(string path)
    {
        using var controlPlane = await _machines.OpenAsync(TestMachines.ControlPlane);
        (await controlPlane.JsonAsync($"metadata/{path}")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task Versions_NeedNoVersion()
    {
        var (status, body) = await _node.JsonAsync("metadata/versions");
        status.ShouldBe(200);
        body["apiVersions"]!.AsArray().Select(v => v!.ToString()).ShouldBe(ApiVersions.All);
    }

    [Fact]
    public async Task ScheduledEvents_AreNone()
    {
        var (status, body) = await _node.JsonAsync("metadata/scheduledevents?api-version=2020-07-01");
        status.ShouldBe(200);
        body["Events"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task LoadBalancer_None_Answers404InAzuresWords()
    {
        var (status, body) = await _node.JsonAsync("metadata/loadbalancer?api-version=2020-10-01&format=json");
        status.ShouldBe(404);
        body.Text("error").ShouldBe("No load balancer metadata is found. Please check if your VM is using any non-basic SKU load balancer and retry later.");
    }

    [Theory]
    [InlineData("Standard", 200)]
    [InlineData("Basic", 404)]
    public async Task LoadBalancer_OfTheScaleSetsPool_TellsItsAddresses(string sku, int expected)
    {
        await _machines.StoreAsync(Address, new JsonObject { ["properties"] = new JsonObject { ["ipAddress"] = "20.1.2.3" } });
        await _machines.StoreAsync(Balancer, BalancerModel(sku));
        await _machines.StoreAsync(TestMachines.ScaleSet, Parse("""
            {"properties":{"virtualMachineProfile":{"networkProfile":{"networkInterfaceConfigurations":[{"properties":{"ipConfigurations":[
              {"properties":{"loadBalancerBackendAddressPools":[{"id":"LB/backendAddressPools/kubernetes"},{"id":"LB/backendAddressPools/aksOutboundBackendPool"}]}}]}}]}}}}
            """));
        var (status, body) = await _node.JsonAsync("metadata/loadbalancer?api-version=2020-10-01&format=json");
        status.ShouldBe(expected);
        if (expected == 200)
        {
            var answer = body["loadbalancer"];
            answer.At("publicIpAddresses")!.AsArray().Single().Text("frontendIpAddress").ShouldBe("20.1.2.3");
            answer.At("publicIpAddresses")!.AsArray().Single().Text("privateIpAddress").ShouldBe("10.224.0.5");
            answer.At("inboundRules")!.AsArray().Single().Number("frontendPort").ShouldBe(80);
            answer.At("outboundRules")!.AsArray().Single().Text("frontendIpAddress").ShouldBe("20.1.2.3");
        }
    }

    private static JsonObject BalancerModel(string sku) => Parse("""
        {"sku":{"name":"SKU"},"properties":{
          "frontendIPConfigurations":[{"id":"LB/frontendIPConfigurations/one","properties":{"publicIPAddress":{"id":"PIP"}}}],
          "loadBalancingRules":[{"properties":{"frontendIPConfiguration":{"id":"LB/frontendIPConfigurations/one"},"protocol":"Tcp","frontendPort":80,"backendPort":8080}}],
          "outboundRules":[{"properties":{"frontendIPConfigurations":[{"id":"LB/frontendIPConfigurations/one"}]}}]}}
        """.Replace("SKU", sku, StringComparison.Ordinal));

    private static JsonObject Parse(string json) => Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(
        json.Replace("LB/", Balancer + "/", StringComparison.Ordinal).Replace("PIP", Address, StringComparison.Ordinal)));

    private static JsonObject Model() => Json.ParseObject("""
        {"tags":{"team":"blue","env":"test"},"properties":{"virtualMachineProfile":{
          "osProfile":{"adminUsername":"azureuser","linuxConfiguration":{"disablePasswordAuthentication":true,
            "ssh":{"publicKeys":[{"path":"/home/azureuser/.ssh/authorized_keys","keyData":"ssh-rsa AAAA"}]}}},
          "storageProfile":{"osDisk":{"diskSizeGB":128,"osType":"Linux"}}}}}
        """u8);
}
