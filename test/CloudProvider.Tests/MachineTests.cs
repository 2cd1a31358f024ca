using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider.Tests;

/// <summary>What Resource Manager tells of machines and takes for them, as cloud providers ask and send it.</summary>
public sealed class MachineTests
{
    private const string InterfaceVersion = "2018-10-01";

    [Fact]
    public async Task Instance_Interface_HasAnAddressOfItsOwnThatStays()
    {
        await using var cloud = await TestCloud.CreateAsync();
        (await AddressesAsync(cloud, 0, 1)).ShouldBe(["10.224.0.4", "10.224.0.5"]);
        await ScaleAsync(cloud, 3);
        (await AddressesAsync(cloud, 0, 1, 2)).ShouldBe(["10.224.0.4", "10.224.0.5", "10.224.0.6"]);
    }

    [Fact]
    public async Task Instance_Named_LeadsToItsInterface()
    {
        await using var cloud = await TestCloud.CreateAsync();
        var instance = await cloud.GetAsync($"{cloud.ScaleSet}/virtualMachines/1?$expand=instanceView", AzureApi.Compute);
        instance.Text("properties", "osProfile", "computerName").ShouldBe("aks-nodepool1-12345678-vmss000001");
        instance.At("properties", "instanceView", "statuses")!.AsArray().Select(s => s.Text("code")).ShouldContain("PowerState/running");
        var link = instance.At("properties", "networkProfile", "networkInterfaces")!.AsArray().Single().Text("id")!;
        var found = await cloud.GetAsync(link.Replace("Microsoft.Compute", "microsoft.Compute", StringComparison.Ordinal), InterfaceVersion);
        found.Text("properties", "virtualMachine", "id").ShouldBe($"{cloud.ScaleSet}/virtualMachines/1");
    }

    [Fact]
    public async Task ScaleSet_Shrunk_GivesAddressesBack()
    {
        await using var cloud = await TestCloud.CreateAsync();
        await ScaleAsync(cloud, 1);
        (await cloud.GetAsync($"{cloud.ScaleSet}/virtualMachines/1/networkInterfaces/nic", InterfaceVersion)).ShouldBeNull();
        await ScaleAsync(cloud, 2);
        (await AddressesAsync(cloud, 0, 1)).ShouldBe(["10.224.0.4", "10.224.0.5"]);
    }

    [Fact]
    public async Task Instance_Deleted_ScaleSetHasOneFewer()
    {
        await using var cloud = await TestCloud.CreateAsync();
        (await cloud.Owner.DeleteAsync($"{cloud.ScaleSet}/virtualMachines/0", AzureApi.Compute, default)).ShouldBeNull();
        (await cloud.GetAsync(cloud.ScaleSet, AzureApi.Compute)).Number("sku", "capacity").ShouldBe(1);
        (await cloud.GetAsync($"{cloud.ScaleSet}/virtualMachines/0/networkInterfaces/nic", InterfaceVersion)).ShouldBeNull();
        (await AddressesAsync(cloud, 1)).ShouldBe(["10.224.0.5"]);
    }

    [Fact]
    public async Task Instance_ThatIsNotThere_CannotBePut()
    {
        await using var cloud = await TestCloud.CreateAsync();
        var written = await cloud.Owner.PutAsync($"{cloud.ScaleSet}/virtualMachines/9", AzureApi.Compute, new JsonObject { ["location"] = "westeurope" }, default);
        written.Error!.Status.ShouldBe(404);
    }

    [Fact]
    public async Task ScaleSet_LargerThanItsSubnet_IsRefused()
    {
        await using var cloud = await TestCloud.CreateAsync();
        var body = NodeGroup.ScaleSet($"{cloud.Group}/providers/Microsoft.Network/virtualNetworks/aks-vnet/subnets/apps", cloud.Balancer);
        (body["location"], body["sku"]!["capacity"]) = ("westeurope", 252);
        var written = await cloud.Owner.PutAsync(cloud.ScaleSet + "2", AzureApi.Compute, body, default);
        written.Error!.Text.ShouldContain("SubnetIsFull");
    }

    private static Task ScaleAsync(TestCloud cloud, int capacity) => cloud.PutAsync(cloud.ScaleSet, AzureApi.Compute, new JsonObject
    {
        ["sku"] = new JsonObject { ["name"] = "Standard_DS2_v2", ["capacity"] = capacity },
    });

    private static async Task<List<string?>> AddressesAsync(TestCloud cloud, params int[] instances)
    {
        List<string?> all = [];
        foreach (var instance in instances)
        {
            var nic = await cloud.GetAsync($"{cloud.ScaleSet}/virtualMachines/{instance}/networkInterfaces/nic", InterfaceVersion);
            all.Add(nic.At("properties", "ipConfigurations")!.AsArray().Single().Text("properties", "privateIPAddress"));
        }

        return all;
    }
}
