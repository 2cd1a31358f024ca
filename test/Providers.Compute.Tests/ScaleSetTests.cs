using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Compute.Tests;

public sealed class ScaleSetTests : CloudTest
{
    private string _group = null!;
    private string _set = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        _set = $"{_group}/providers/Microsoft.Compute/virtualMachineScaleSets/aks-pool-1-vmss";
    }

    [Fact]
    public async Task Put_OfASet_MakesItsInstances()
    {
        var made = await Cloud.MakeAsync(_set, Body(2));

        made.Text("properties", "provisioningState").ShouldBe("Succeeded");
        var instances = (await Cloud.GetAsync(_set + "/virtualMachines")).ShouldBe(200).Items;
        instances.Select(i => i.Text("instanceId")).ShouldBe(["0", "1"]);
        instances.Select(i => i.Text("properties", "osProfile", "computerName")).ShouldBe(["aks-pool-1-vmss000000", "aks-pool-1-vmss000001"]);
        (await Cloud.GetAsync(_set + "/virtualMachines/1")).ShouldBe(200).Text("id").ShouldBe(_set + "/virtualMachines/1");
    }

    [Fact]
    public async Task Put_OfAnotherCapacity_AddsAndTakesAwayInstances()
    {
        await Cloud.MakeAsync(_set, Body(3));
        await Cloud.MakeAsync(_set, Capacity(1));
        (await InstancesAsync()).ShouldBe(["0"]);

        await Cloud.MakeAsync(_set, Capacity(2));

        (await InstancesAsync()).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Put_OfAPart_IsMergedIntoWhatIsThere()
    {
        var made = await Cloud.MakeAsync(_set, Body(1));

        (await Cloud.PutAsync(_set, """{"location":"westus2","tags":{"a":"b"}}""")).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        var merged = await Cloud.GetAsync(_set);
        (merged.Text("sku", "name"), merged.Body.Number("sku", "capacity"), merged.Text("tags", "a")).ShouldBe(("Standard_DS2_v2", 1, "b"));
        merged.Text("properties", "uniqueId").ShouldBe(made.Text("properties", "uniqueId"));
        (await InstancesAsync()).ShouldBe(["0"]);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1001)]
    public async Task Put_OfACapacityOutOfRange_IsRefused(int capacity) => (await Cloud.PutAsync(_set, Body(capacity))).Status.ShouldBe(400);

    [Fact]
    public async Task SystemAssignedIdentity_OfASet_LivesWithIt()
    {
        var made = await Cloud.MakeAsync(_set, Body(1, """{"type":"SystemAssigned"}"""));
        var identity = Cloud.Get<IDirectory>().FindManagedIdentity(_set).ShouldNotBeNull();
        (made.Text("identity", "principalId"), made.Text("identity", "tenantId")).ShouldBe((identity.PrincipalId, Cloud.TenantId));
        identity.Kind.ShouldBe(ManagedIdentityKind.SystemAssigned);

        await Cloud.DeleteAsync(_set);
        await Cloud.RunOperationsAsync();

        Cloud.Get<IDirectory>().FindManagedIdentity(_set).ShouldBeNull();
    }

    [Fact]
    public async Task SystemAssignedIdentity_TakenAway_IsGone()
    {
        await Cloud.MakeAsync(_set, Body(1, """{"type":"SystemAssigned"}"""));

        var without = await Cloud.MakeAsync(_set, Body(1, """{"type":"None"}"""));

        without.Text("identity", "principalId").ShouldBeNull();
        Cloud.Get<IDirectory>().FindManagedIdentity(_set).ShouldBeNull();
    }

    [Fact]
    public async Task UserAssignedIdentity_OfASet_IsFilledIn()
    {
        var identity = $"{_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/who";
        var who = await Cloud.MakeAsync(identity, """{"location":"westus2"}""");

        var made = await Cloud.MakeAsync(_set, Body(1, UserAssigned(identity)));

        var assigned = made.At("identity", "userAssignedIdentities", identity);
        (assigned.Text("principalId"), assigned.Text("clientId")).ShouldBe((who.Text("properties", "principalId"), who.Text("properties", "clientId")));
        made.Text("identity", "principalId").ShouldBeNull();
        Cloud.Get<IDirectory>().FindManagedIdentity(_set).ShouldBeNull();
    }

    [Fact]
    public async Task UserAssignedIdentity_ThatIsNotThere_IsRefused() =>
        (await Cloud.PutAsync(_set, Body(1, UserAssigned($"{_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/none"))))
            .ShouldBeRefused(400, "FailedIdentityOperation");

    [Fact]
    public async Task Put_WithASubnetThatIsNotThere_IsRefused() =>
        (await Cloud.PutAsync(_set, WithSubnet($"{_group}/providers/Microsoft.Network/virtualNetworks/v/subnets/none"))).ShouldBeRefused(400, "InvalidResourceReference");

    [Fact]
    public async Task Put_WithASubnetThatTheCallerMayNotJoin_IsRefused()
    {
        var shared = await Cloud.AddGroupAsync("shared");
        var network = $"{shared}/providers/Microsoft.Network/virtualNetworks/v";
        await Cloud.MakeAsync(network, """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.0.0.0/24"}}]}}""");
        var caller = await Cloud.AddPrincipalWithRoleAsync("Contributor", _group);
        var body = WithSubnet($"{network}/subnets/s");

        (await Cloud.PutAsync(_set, body, caller)).ShouldBeRefused(403, "LinkedAuthorizationFailed").Message.ShouldContain("'Microsoft.Network/virtualNetworks/subnets/join/action'");
        await Cloud.AssignAsync(caller.ObjectId, "Network Contributor", $"{network}/subnets/s");
        (await Cloud.PutAsync(_set, body, caller)).ShouldBe(201);
    }

    [Fact]
    public async Task Delete_OfASet_TakesItsInstances()
    {
        await Cloud.MakeAsync(_set, Body(2));

        (await Cloud.DeleteAsync(_set)).Status.ShouldBeOneOf(200, 202);
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(_set)).ShouldBe(404);
        (await Cloud.GetAsync(_set + "/virtualMachines/0")).ShouldBe(404);
    }

    [Theory]
    [InlineData("Virtual Machine Contributor", 201)]
    [InlineData("Network Contributor", 403)]
    public async Task Put_ByACallerWithARole_IsAnsweredAsTheRoleSays(string role, int status) =>
        (await Cloud.PutAsync(_set, Body(1), await Cloud.AddPrincipalWithRoleAsync(role, _group))).ShouldBe(status);

    [Theory]
    [InlineData("")]
    [InlineData("a/b")]
    [InlineData("a?b")]
    public async Task Put_WithAnInterfaceWhoseNameIsNone_IsRefused(string name)
    {
        var network = _set.Replace("Microsoft.Compute/virtualMachineScaleSets/", "Microsoft.Network/virtualNetworks/");
        await Cloud.MakeAsync(network, """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.0.0.0/24"}}]}}""");

        (await Cloud.PutAsync(_set, WithSubnet($"{network}/subnets/s").Replace("\"n\"", $"\"{name}\""))).ShouldBeRefused(400, "InvalidParameter");
    }

    [Fact]
    public async Task Put_OfAnInstanceIntoASubnet_AsksForTheRightToJoinIt()
    {
        await Cloud.MakeAsync(_set, Body(1));
        var caller = await Cloud.AddPrincipalWithRoleAsync("Contributor", _group);
        var subnet = $"{await Cloud.AddGroupAsync("shared")}/providers/Microsoft.Network/virtualNetworks/v/subnets/s";
        var body = """{"location":"westus2","properties":{"networkProfileConfiguration":{"networkInterfaceConfigurations":[{"name":"n","properties":{"ipConfigurations":[{"name":"i","properties":{"subnet":{"id":"SUBNET"}}}]}}]}}}"""
            .Replace("SUBNET", subnet);

        (await Cloud.PutAsync(_set + "/virtualMachines/0", body, caller)).ShouldBeRefused(403, "LinkedAuthorizationFailed")
            .Message.ShouldContain("'Microsoft.Network/virtualNetworks/subnets/join/action'");
    }

    private async Task<List<string>> InstancesAsync() => [.. (await Cloud.GetAsync(_set + "/virtualMachines")).Items.Select(i => i.Text("instanceId")!)];

    private static string Capacity(int capacity) =>
        """{"location":"westus2","sku":{"name":"Standard_DS2_v2","capacity":COUNT}}""".Replace("COUNT", Text(capacity));

    private static string Body(int capacity, string identity = "null") =>
        """{"location":"westus2","identity":IDENTITY,"sku":{"name":"Standard_DS2_v2","tier":"Standard","capacity":COUNT},"properties":{"virtualMachineProfile":{"osProfile":{"computerNamePrefix":"aks-pool-1-vmss","adminUsername":"azureuser"}}}}"""
            .Replace("IDENTITY", identity).Replace("COUNT", Text(capacity));

    private static string WithSubnet(string subnet) =>
        """{"location":"westus2","sku":{"name":"Standard_DS2_v2","capacity":1},"properties":{"virtualMachineProfile":{"networkProfile":{"networkInterfaceConfigurations":[{"name":"n","properties":{"primary":true,"ipConfigurations":[{"name":"i","properties":{"subnet":{"id":"SUBNET"}}}]}}]}}}}"""
            .Replace("SUBNET", subnet);

    private static string UserAssigned(string id) => """{"type":"UserAssigned","userAssignedIdentities":{"ID":{}}}""".Replace("ID\"", id + "\"");

    private static string Text(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
