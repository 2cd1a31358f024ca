using Verditer.Core;

namespace Verditer.Explaining.Tests;

/// <summary>What is proposed for the common requests of a cluster's life.</summary>
public sealed class SuitableRolesTests : ExplainingTest
{
    [Fact]
    public void First_ForCommonActions_IsTheRoleThatOneWouldGive()
    {
        (string Action, string Role)[] expected =
        [
            ("Microsoft.Compute/virtualMachines/read", "Reader"),
            ("Microsoft.Compute/disks/read", "Reader"),
            ("Microsoft.Compute/virtualMachineScaleSets/read", "Reader"),
            ("Microsoft.Network/virtualNetworks/read", "Reader"),
            ("Microsoft.Network/virtualNetworks/subnets/read", "Reader"),
            ("Microsoft.Network/loadBalancers/read", "Reader"),
            ("Microsoft.Network/publicIPAddresses/read", "Reader"),
            ("Microsoft.Authorization/roleAssignments/read", "Reader"),
            ("Microsoft.ContainerService/managedClusters/read", "Reader"),
            ("Microsoft.ContainerRegistry/registries/read", "Reader"),
            ("Microsoft.ManagedIdentity/userAssignedIdentities/read", "Reader"),
            ("Microsoft.Resources/subscriptions/resourceGroups/read", "Reader"),
            ("Microsoft.KeyVault/vaults/read", "Reader"),
            ("Microsoft.ContainerRegistry/registries/pull/read", "AcrPull"),
            ("Microsoft.ContainerRegistry/registries/push/write", "AcrPush"),
            ("Microsoft.Network/virtualNetworks/subnets/join/action", "Network Contributor"),
            ("Microsoft.Network/loadBalancers/write", "Network Contributor"),
            ("Microsoft.Network/publicIPAddresses/write", "Network Contributor"),
            ("Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", "Managed Identity Operator"),
            ("Microsoft.ManagedIdentity/userAssignedIdentities/write", "Managed Identity Contributor"),
            ("Microsoft.ContainerService/managedClusters/write", "Azure Kubernetes Service Contributor Role"),
            ("Microsoft.ContainerService/managedClusters/listClusterUserCredential/action", "Azure Kubernetes Service Cluster User Role"),
            ("Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action", "Azure Kubernetes Service Cluster Admin Role"),
            ("Microsoft.Compute/disks/write", "Virtual Machine Contributor"),
            ("Microsoft.Compute/virtualMachineScaleSets/write", "Virtual Machine Contributor"),
            ("Microsoft.Storage/storageAccounts/listKeys/action", "Storage Account Contributor"),
            ("Microsoft.Authorization/roleAssignments/write", "Role Based Access Control Administrator"),
            ("Microsoft.Resources/subscriptions/resourceGroups/write", "Contributor"),
        ];

        expected.Select(e => (e.Action, Role: Of(e.Action)[0].Name)).ShouldBe(expected);
    }

    [Theory]
    [InlineData("Microsoft.Compute/virtualMachines/read")]
    [InlineData("Microsoft.Network/virtualNetworks/read")]
    [InlineData("Microsoft.Authorization/roleAssignments/read")]
    [InlineData("Microsoft.ContainerService/managedClusters/read")]
    public void Proposals_ForReading_OnlyRead(string action) => Of(action).Take(3).ShouldAllBe(r => r.Changes == 0);

    [Fact]
    public void Proposal_ThatNobodyLooksFor_GrantsLessThanAUsualOne()
    {
        var names = Of("Microsoft.ContainerService/managedClusters/read").Select(r => r.Name).ToList();

        names.ShouldNotContain("App Compliance Automation Reader");
        names[0].ShouldBe("Reader");
    }

    [Fact]
    public void Usual_IsChosenAmongTheRolesThatOnlyRead()
    {
        SuggestedRole[] roles = [Role("Monitoring Contributor", changes: 1, operations: 5), Role("For one service", changes: 0, operations: 9), Role("Reader", changes: 0, operations: 10)];

        SuitableRoles.Of(roles, "Microsoft.Insights/metrics/read").Select(r => r.Name).ShouldBe(["Reader", "For one service"]);
    }

    [Fact]
    public void Role_OfUnknownSize_IsNotTakenForTheSmallest()
    {
        SuggestedRole[] roles = [Role("Reader", changes: 0, operations: 10), Role("Wildcards", changes: 0, operations: 0)];

        SuitableRoles.Of(roles, "Microsoft.Insights/metrics/read").Select(r => r.Name).ShouldBe(["Reader"]);
        SuitableRoles.Of(roles[1..], "Microsoft.Insights/metrics/read").Select(r => r.Name).ShouldBe(["Wildcards"]);
    }

    private static SuggestedRole Role(string name, int changes, int operations) => new(name, name, name, changes, operations, IsForOtherThings: false, IsOfService: false);

    private List<SuggestedRole> Of(string action) => [.. SuitableRoles.Of(Cloud.Get<IAccessExplainer>().LeastPrivilege(action), action)];
}
