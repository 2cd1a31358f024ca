namespace Verditer.Authorization.Tests;

/// <summary>Ids and permissions as https://learn.microsoft.com/azure/role-based-access-control/built-in-roles lists them (August 2026).</summary>
public sealed class RoleCatalogTests
{
    private const string Compute = "Microsoft.Compute/virtualMachines/write";

    private readonly RoleCatalog _roles = new();

    [Theory]
    [InlineData("8e3af657-a8ff-443c-a75c-2fe8c4bcb635", "Owner", 1, 0, 0)]
    [InlineData("b24988ac-6180-42a0-ab88-20f7382dd24c", "Contributor", 1, 11, 0)]
    [InlineData("acdd72a7-3385-48ef-bd42-f606fba81ae7", "Reader", 1, 0, 0)]
    [InlineData("18d7d88d-d35e-4fb5-a5c3-7773c20a72d9", "User Access Administrator", 3, 0, 0)]
    [InlineData("7f951dda-4ed3-4680-a7ca-43fe172d538d", "AcrPull", 1, 0, 0)]
    [InlineData("8311e382-0749-4cb8-b61a-304f252e45ec", "AcrPush", 2, 0, 0)]
    [InlineData("4d97b98b-1d4f-4787-a291-c67834d212e7", "Network Contributor", 7, 0, 0)]
    [InlineData("f1a07417-d97a-45cb-824c-7a7467783830", "Managed Identity Operator", 7, 0, 0)]
    [InlineData("e40ec5ca-96e0-45a2-b4ff-59039f2c2b59", "Managed Identity Contributor", 12, 0, 0)]
    [InlineData("0ab0b1a8-8aac-4efd-b8c2-3ee1fb270be8", "Azure Kubernetes Service Cluster Admin Role", 4, 0, 0)]
    [InlineData("4abbcc35-e782-43d8-92c5-2d3f1bd2253f", "Azure Kubernetes Service Cluster User Role", 2, 0, 0)]
    [InlineData("9980e02c-c2be-4d73-94e8-173b1dc7cf3c", "Virtual Machine Contributor", 45, 0, 0)]
    [InlineData("3913510d-42f4-4e42-8a64-420c390055eb", "Monitoring Metrics Publisher", 3, 0, 2)]
    [InlineData("befefa01-2a29-4197-83a8-272ff33ce314", "DNS Zone Contributor", 7, 0, 0)]
    public void Role_OfTheList_HasAzuresIdAndPermissions(string id, string name, int actions, int notActions, int dataActions)
    {
        var role = _roles.Find(id).ShouldNotBeNull();

        role.Name.ShouldBe(name);
        role.IsBuiltIn.ShouldBeTrue();
        role.Description.ShouldNotBeEmpty();
        var permission = role.Permissions.ShouldHaveSingleItem();
        (permission.Actions.Count, permission.NotActions.Count, permission.DataActions.Count, permission.NotDataActions.Count)
            .ShouldBe((actions, notActions, dataActions, 0));
    }

    [Theory]
    [InlineData("Owner", Compute, true)]
    [InlineData("Owner", "Microsoft.Authorization/roleAssignments/write", true)]
    [InlineData("Contributor", Compute, true)]
    [InlineData("Contributor", "Microsoft.Authorization/roleAssignments/read", true)]
    [InlineData("Contributor", "Microsoft.Authorization/roleAssignments/write", false)]
    [InlineData("Contributor", "Microsoft.Authorization/roleAssignments/delete", false)]
    [InlineData("Contributor", "Microsoft.Authorization/locks/write", false)]
    [InlineData("Contributor", "Microsoft.Subscription/cancel/action", false)]
    [InlineData("Reader", "Microsoft.ContainerService/managedClusters/read", true)]
    [InlineData("Reader", "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action", false)]
    [InlineData("Reader", Compute, false)]
    [InlineData("User Access Administrator", "Microsoft.Authorization/roleAssignments/write", true)]
    [InlineData("User Access Administrator", Compute, false)]
    [InlineData("AcrPull", "Microsoft.ContainerRegistry/registries/pull/read", true)]
    [InlineData("AcrPull", "Microsoft.ContainerRegistry/registries/push/write", false)]
    [InlineData("AcrPull", "Microsoft.ContainerRegistry/registries/read", false)]
    [InlineData("AcrPush", "Microsoft.ContainerRegistry/registries/push/write", true)]
    [InlineData("Network Contributor", "Microsoft.Network/virtualNetworks/subnets/join/action", true)]
    [InlineData("Network Contributor", Compute, false)]
    [InlineData("Managed Identity Operator", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", true)]
    [InlineData("Managed Identity Operator", "Microsoft.ManagedIdentity/userAssignedIdentities/read", true)]
    [InlineData("Managed Identity Operator", "Microsoft.ManagedIdentity/userAssignedIdentities/write", false)]
    [InlineData("Managed Identity Contributor", "Microsoft.ManagedIdentity/userAssignedIdentities/write", true)]
    [InlineData("Managed Identity Contributor", "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials/write", true)]
    [InlineData("Managed Identity Contributor", "Microsoft.ManagedIdentity/userAssignedIdentities/assign/action", false)]
    [InlineData("Azure Kubernetes Service Cluster Admin Role", "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action", true)]
    [InlineData("Azure Kubernetes Service Cluster User Role", "Microsoft.ContainerService/managedClusters/listClusterUserCredential/action", true)]
    [InlineData("Azure Kubernetes Service Cluster User Role", "Microsoft.ContainerService/managedClusters/listClusterAdminCredential/action", false)]
    [InlineData("Virtual Machine Contributor", Compute, true)]
    [InlineData("Virtual Machine Contributor", "Microsoft.Network/virtualNetworks/subnets/join/action", true)]
    [InlineData("Virtual Machine Contributor", "Microsoft.Network/virtualNetworks/write", false)]
    [InlineData("DNS Zone Contributor", "Microsoft.Network/dnsZones/A/write", true)]
    [InlineData("DNS Zone Contributor", "Microsoft.Network/virtualNetworks/write", false)]
    public void Allows_OfARole_IsAsItsPermissionsSay(string role, string action, bool expected) =>
        _roles.All.Single(r => r.Name == role).Allows(action, isDataAction: false).ShouldBe(expected);

    [Fact]
    public void Allows_OfADataAction_LooksAtDataActionsAlone()
    {
        var publisher = _roles.All.Single(r => r.Name == "Monitoring Metrics Publisher");

        publisher.Allows("Microsoft.Insights/Metrics/Write", isDataAction: true).ShouldBeTrue();
        publisher.Allows("Microsoft.Insights/Metrics/Write", isDataAction: false).ShouldBeFalse();
        _roles.All.Single(r => r.Name == "Owner").Allows("Microsoft.Insights/Metrics/Write", isDataAction: true).ShouldBeFalse();
    }

    [Theory]
    [InlineData("acdd72a7-3385-48ef-bd42-f606fba81ae7")]
    [InlineData("ACDD72A7-3385-48EF-BD42-F606FBA81AE7")]
    [InlineData("/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7")]
    [InlineData("/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7")]
    public void Find_ByAnyFormOfTheId_FindsTheRole(string id) => _roles.Find(id)!.Name.ShouldBe("Reader");

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("Reader")]
    [InlineData("11111111-1111-1111-1111-111111111111")]
    public void Find_OfSomethingElse_IsNull(string? id) => _roles.Find(id).ShouldBeNull();

    [Fact]
    public void BuiltIn_HasEveryRoleOnce()
    {
        _roles.BuiltIn.Count.ShouldBe(928);
        _roles.BuiltIn.Select(r => r.Id).ShouldBeUnique();
        _roles.BuiltIn.Select(r => r.Name).ShouldBeUnique();
        _roles.BuiltIn.ShouldAllBe(r => r.Permissions.Count > 0 && r.AssignableScopes.Single() == "/");
    }

    [Fact]
    public void Permissions_OfARoleWithSeveral_AreAllRead()
    {
        var sphere = _roles.BuiltIn.Single(r => r.Name == "Azure Sphere Owner");

        sphere.Permissions.Count.ShouldBe(3);
        sphere.Permissions.Count(p => p.Condition is not null).ShouldBe(2);
    }

    [Theory]
    [InlineData("Microsoft.Authorization/roleAssignments/write", false)]
    [InlineData("Microsoft.Authorization/roleAssignments/delete", false)]
    [InlineData("Microsoft.Authorization/roleAssignments/read", true)]
    public void Allows_OfARoleWithACondition_LeavesOutWhatTheConditionRestricts(string action, bool expected) =>
        _roles.BuiltIn.Single(r => r.Name == "Key Vault Data Access Administrator").Allows(action, isDataAction: false).ShouldBe(expected);
}
