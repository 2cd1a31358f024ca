using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata.Tests;

/// <summary>Machines that go by their resource's id.</summary>
public sealed class ResourceMachineTests : IAsyncLifetime
{
    private const string Machine = TestMachines.Group + "/providers/Microsoft.Compute/virtualMachines/vm1";
    private const string Card = TestMachines.Group + "/providers/Microsoft.Network/networkInterfaces/card";
    private const string Network = TestMachines.Group + "/providers/Microsoft.Network/virtualNetworks/net";

    private TestMachines _machines = null!;

    public async ValueTask InitializeAsync()
    {
        _machines = await TestMachines.StartAsync();
        await StoreAsync(Network, """{"properties":{"subnets":[{"name":"one","properties":{"addressPrefix":"10.9.0.0/24"}}]}}""");
        await StoreAsync(Card, $$$"""{"properties":{"ipConfigurations":[{"properties":{"privateIPAddress":"10.9.0.4","subnet":{"id":"{{{Network}}}/subnets/one"} } }]} }""");
    }

    public ValueTask DisposeAsync() => _machines.DisposeAsync();

    [Fact]
    public async Task VirtualMachine_HasItsOwnIdentityAndInstance()
    {
        var own = await _machines.AddSystemIdentityAsync(Machine);
        await StoreMachineAsync("SystemAssigned", own.PrincipalId);
        using var machine = await OpenAsync(Machine.ToUpperInvariant().Replace("/SUBSCRIPTIONS/", "/subscriptions/", StringComparison.Ordinal));

        (await machine.TokenAsync()).Body.Text("client_id").ShouldBe(own.ClientId);
        var (_, body) = await machine.JsonAsync("metadata/instance?api-version=2021-10-01");
        var compute = body["compute"];
        (compute.Text("name"), compute.Text("vmId"), compute.Text("vmSize"), compute.Text("vmScaleSetName")).ShouldBe(("vm1", "the-id", "Standard_B1s", ""));
        (compute.Text("osProfile", "computerName"), compute.Text("osProfile", "adminUsername"), compute.Text("resourceId")).ShouldBe(("host1", "admin1", Machine));
        var card = body.At("network", "interface")![0].At("ipv4");
        card.At("ipAddress")![0].Text("privateIpAddress").ShouldBe("10.9.0.4");
        card.At("subnet")![0].Text("address").ShouldBe("10.9.0.0");
    }

    [Fact]
    public async Task Instance_ThatIsANode_IsTheNodesListener()
    {
        var path = await _machines.Listeners.OpenAsync(TestMachines.Node);

        (await _machines.Listeners.FindMachineAsync(TestMachines.ScaleSet + "/virtualMachines/1"))!.Path.ShouldBe(path);
        (await _machines.Listeners.FindMachineAsync(TestMachines.NodeName))!.Path.ShouldBe(path);
    }

    [Fact]
    public async Task Instance_ThatIsNoNode_CarriesWhatItsScaleSetCarries()
    {
        var identity = await _machines.AddIdentityAsync("mine");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "mine");
        await StoreAsync(TestMachines.ScaleSet + "/virtualMachines/7", """{"properties":{"vmId":"seven"}}""");
        using var instance = await OpenAsync(TestMachines.ScaleSet + "/virtualMachines/7");

        (await instance.TokenAsync()).Body.Text("client_id").ShouldBe(identity.ClientId);
    }

    [Theory]
    [InlineData(TestMachines.Group + "/providers/Microsoft.Compute/virtualMachines/nobody")]
    [InlineData(Network)]
    [InlineData(TestMachines.ControlPlaneName)]
    [InlineData("")]
    public async Task Machine_ThatIsNone_IsNotFound(string name)
    {
        await _machines.Listeners.OpenAsync(TestMachines.ControlPlane);

        (await _machines.Listeners.FindMachineAsync(name)).ShouldBeNull();
    }

    private async Task<HttpClient> OpenAsync(string name) => TestMachines.ClientOf((await _machines.Listeners.FindMachineAsync(name)).ShouldNotBeNull().Path);

    private Task StoreMachineAsync(string identity, string principalId) => StoreAsync(Machine, $$$"""
        {"name":"vm1","location":"westeurope","identity":{"type":"{{{identity}}}","principalId":"{{{principalId}}}"},"properties":{"vmId":"the-id","hardwareProfile":{"vmSize":"Standard_B1s"},
         "osProfile":{"computerName":"host1","adminUsername":"admin1"},"networkProfile":{"networkInterfaces":[{"id":"{{{Card}}}"} ]} } }
        """);

    private Task StoreAsync(string id, string json) => _machines.StoreAsync(id, (JsonObject)Json.ParseObject(Encoding.UTF8.GetBytes(json)));
}
