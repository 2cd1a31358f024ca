using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class LinkedScopeTests : CloudTest
{
    /// <summary>Type, body with LINK in it, what it leads to, the right that is asked for.</summary>
    public static TheoryData<string, string, string, string> References { get; } = new()
    {
        { "Microsoft.Network/networkInterfaces", Interface("""{"subnet":{"id":"LINK"}}"""), "Microsoft.Network/virtualNetworks/v/subnets/s", "Microsoft.Network/virtualNetworks/subnets/join/action" },
        { "Microsoft.Network/networkInterfaces", Interface("""{"publicIPAddress":{"id":"LINK"}}"""), "Microsoft.Network/publicIPAddresses/p", "Microsoft.Network/publicIPAddresses/join/action" },
        { "Microsoft.Network/networkInterfaces", Interface("""{"loadBalancerBackendAddressPools":[{"id":"LINK"}]}"""), "Microsoft.Network/loadBalancers/b/backendAddressPools/p", "Microsoft.Network/loadBalancers/backendAddressPools/join/action" },
        { "Microsoft.Network/networkInterfaces", """{"location":"westus2","properties":{"networkSecurityGroup":{"id":"LINK"}}}""", "Microsoft.Network/networkSecurityGroups/g", "Microsoft.Network/networkSecurityGroups/join/action" },
        { "Microsoft.Network/natGateways", """{"location":"westus2","properties":{"publicIpAddresses":[{"id":"LINK"}]}}""", "Microsoft.Network/publicIPAddresses/p", "Microsoft.Network/publicIPAddresses/join/action" },
        { "Microsoft.Network/privateEndpoints", """{"location":"westus2","properties":{"subnet":{"id":"LINK"}}}""", "Microsoft.Network/virtualNetworks/v/subnets/s", "Microsoft.Network/virtualNetworks/subnets/join/action" },
        { "Microsoft.Network/virtualNetworks", """{"location":"westus2","properties":{"virtualNetworkPeerings":[{"name":"p","properties":{"remoteVirtualNetwork":{"id":"LINK"}}}]}}""", "Microsoft.Network/virtualNetworks/v", "Microsoft.Network/virtualNetworks/peer/action" },
        { "Microsoft.Compute/virtualMachines", """{"location":"westus2","properties":{"networkProfile":{"networkInterfaces":[{"id":"LINK"}]}}}""", "Microsoft.Network/networkInterfaces/n", "Microsoft.Network/networkInterfaces/join/action" },
        { "Microsoft.Compute/virtualMachines", """{"location":"westus2","properties":{"storageProfile":{"dataDisks":[{"lun":0,"createOption":"Attach","managedDisk":{"id":"LINK"}}]}}}""", "Microsoft.Compute/disks/d", "Microsoft.Compute/disks/write" },
        { "Microsoft.Compute/virtualMachines", """{"location":"westus2","properties":{"networkProfile":{"networkInterfaceConfigurations":[{"name":"n","properties":{"ipConfigurations":[{"name":"i","properties":{"subnet":{"id":"LINK"}}}]}}]}}}""", "Microsoft.Network/virtualNetworks/v/subnets/s", "Microsoft.Network/virtualNetworks/subnets/join/action" },
        { "Microsoft.Network/loadBalancers", """{"location":"westus2","properties":{"backendAddressPools":[{"name":"p","properties":{"loadBalancerBackendAddresses":[{"name":"a","properties":{"virtualNetwork":{"id":"LINK"}}}]}}]}}""", "Microsoft.Network/virtualNetworks/v", "Microsoft.Network/virtualNetworks/joinLoadBalancer/action" },
        { "Microsoft.Compute/disks", """{"location":"westus2","properties":{"creationData":{"createOption":"Copy","sourceResourceId":"LINK"}}}""", "Microsoft.Compute/snapshots/s", "Microsoft.Compute/snapshots/read" },
        { "Microsoft.Compute/virtualMachines", """{"location":"westus2","properties":{"storageProfile":{"imageReference":{"id":"LINK"}}}}""", "Microsoft.Compute/galleries/g/images/i/versions/1.0.0", "Microsoft.Compute/galleries/images/versions/read" },
        { "Microsoft.Compute/virtualMachineScaleSets", """{"location":"westus2","properties":{"virtualMachineProfile":{"storageProfile":{"imageReference":{"id":"LINK"}}}}}""", "Microsoft.Compute/images/i", "Microsoft.Compute/images/read" },
        { "Microsoft.Compute/virtualMachineScaleSets", """{"location":"westus2","properties":{"virtualMachineProfile":{"storageProfile":{"osDisk":{"createOption":"FromImage","managedDisk":{"diskEncryptionSet":{"id":"LINK"}}}}}}}""", "Microsoft.Compute/diskEncryptionSets/e", "Microsoft.Compute/diskEncryptionSets/read" },
        { "Microsoft.Compute/disks", """{"location":"westus2","properties":{"creationData":{"createOption":"Empty"},"diskAccessId":"LINK"}}""", "Microsoft.Compute/diskAccesses/a", "Microsoft.Compute/diskAccesses/read" },
        { "Microsoft.Compute/disks", """{"location":"westus2","properties":{"creationData":{"createOption":"FromImage","galleryImageReference":{"id":"LINK"}}}}""", "Microsoft.Compute/galleries/g/images/i/versions/1.0.0", "Microsoft.Compute/galleries/images/versions/read" },
        { "Microsoft.Compute/images", """{"location":"westus2","properties":{"sourceVirtualMachine":{"id":"LINK"}}}""", "Microsoft.Compute/virtualMachines/m", "Microsoft.Compute/virtualMachines/read" },
        { "Microsoft.Network/privateLinkServices", """{"location":"westus2","properties":{"loadBalancerFrontendIpConfigurations":[{"id":"LINK"}]}}""", "Microsoft.Network/loadBalancers/b/frontendIPConfigurations/f", "Microsoft.Network/loadBalancers/frontendIPConfigurations/join/action" },
        { "Microsoft.Network/privateEndpoints", """{"location":"westus2","properties":{"privateLinkServiceConnections":[{"name":"c","properties":{"privateLinkServiceId":"LINK"}}]}}""", "Microsoft.Network/privateLinkServices/s", "Microsoft.Network/privateLinkServices/PrivateEndpointConnectionsApproval/action" },
        { "Microsoft.Compute/virtualMachineScaleSets", """{"location":"westus2","identity":{"type":"UserAssigned","userAssignedIdentities":{"LINK":{}}}}""", "Microsoft.ManagedIdentity/userAssignedIdentities/i", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action" },
        { "Microsoft.Compute/virtualMachineScaleSets", """{"location":"westus2","identity":{"type":"UserAssigned","identityIds":["LINK"]}}""", "Microsoft.ManagedIdentity/userAssignedIdentities/i", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action" },
        { "Microsoft.Compute/virtualMachineScaleSets", """{"location":"westus2","properties":{"virtualMachineProfile":{"networkProfile":{"healthProbe":{"id":"LINK"}}}}}""", "Microsoft.Network/loadBalancers/b/probes/p", "Microsoft.Network/loadBalancers/probes/join/action" },
    };

    [Theory]
    [MemberData(nameof(References))]
    public async Task Put_ThatRefersToWhatTheCallerMayNotUse_IsRefused(string type, string body, string linked, string action)
    {
        var (own, shared) = (await Cloud.AddGroupAsync("own"), await Cloud.AddGroupAsync("shared"));
        var caller = await Cloud.AddPrincipalWithRoleAsync("Contributor", own);
        var resource = $"{own}/providers/{type}/r";
        var json = body.Replace("LINK", $"{shared}/providers/{linked}");

        (await Cloud.PutAsync(resource, json, caller)).ShouldBeRefused(403, "LinkedAuthorizationFailed").Message.ShouldContain($"'{action}'");
        await Cloud.AssignAsync(caller.ObjectId, "Contributor", shared);
        (await Cloud.PutAsync(resource, json, caller)).Text("error", "code").ShouldNotBe("LinkedAuthorizationFailed");
    }

    [Theory]
    [InlineData("Microsoft.Compute/virtualMachineScaleSets")]
    [InlineData("Microsoft.Compute/virtualMachines")]
    public async Task Put_WithAnIdentityOfNoValue_DoesNotAssignIt(string type)
    {
        var (own, shared) = (await Cloud.AddGroupAsync("own"), await Cloud.AddGroupAsync("shared"));
        var caller = await Cloud.AddPrincipalWithRoleAsync("Contributor", own);
        var victim = $"{shared}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/victim";
        await Cloud.MakeAsync(victim, """{"location":"westus2"}""");
        var body = """{"location":"westus2","properties":{},"identity":{"type":"UserAssigned","userAssignedIdentities":{"VICTIM":null}}}""".Replace("VICTIM", victim);

        await Cloud.PutAsync($"{own}/providers/{type}/r", body, caller);

        (await Cloud.GetAsync($"{own}/providers/{type}/r", caller)).Body?.ToString().ShouldNotContain("victim");
    }

    [Fact]
    public async Task Put_OfAPeering_AsksForTheRightToPeer()
    {
        const string Space = """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]}}}""";
        var (own, shared) = (await Cloud.AddGroupAsync("own"), await Cloud.AddGroupAsync("shared"));
        var (network, other) = ($"{own}/providers/Microsoft.Network/virtualNetworks/v", $"{shared}/providers/Microsoft.Network/virtualNetworks/w");
        await Cloud.MakeAsync(network, Space);
        await Cloud.MakeAsync(other, Space);
        var caller = await Cloud.AddPrincipalWithRoleAsync("Network Contributor", own);
        var body = """{"properties":{"remoteVirtualNetwork":{"id":"OTHER"}}}""".Replace("OTHER", other);

        (await Cloud.PutAsync($"{network}/virtualNetworkPeerings/p", body, caller)).ShouldBeRefused(403, "LinkedAuthorizationFailed")
            .Message.ShouldContain("'Microsoft.Network/virtualNetworks/peer/action'");
        await Cloud.AssignAsync(caller.ObjectId, "Network Contributor", other);
        (await Cloud.PutAsync($"{network}/virtualNetworkPeerings/p", body, caller)).Status.ShouldBeOneOf(200, 201);
    }

    [Fact]
    public void Links_OfEveryType_LeadToAPropertyThatTheTypeHas() => LinkedPaths.ThatLeadNowhere(Cloud).ShouldBeEmpty();

    private static string Interface(string ip) => """{"location":"westus2","properties":{"ipConfigurations":[{"name":"i","properties":IP}]}}""".Replace("IP}]", ip + "}]");
}
