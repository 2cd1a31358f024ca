using Verditer.Core;
using Verditer.ResourceManager.Types.Data;

namespace Verditer.ResourceManager.Types.Tests;

public sealed class ResourceTypeCatalogTests
{
    [Fact]
    public void TypeFile_Embedded_IsSmallerThanTenMegabytes() => TypeFile.Open().Length.ShouldBeInRange(100_000, 10_000_000);

    [Fact]
    public void Namespaces_All_HaveTypesWithVersions()
    {
        Catalogs.Shared.Namespaces.Count.ShouldBeGreaterThanOrEqualTo(20);
        foreach (var provider in Catalogs.Shared.Namespaces)
        {
            provider.Types.ShouldNotBeEmpty(provider.Name);
            provider.Types.ShouldAllBe(type => type.Versions.Count > 0);
        }
    }

    [Theory]
    [InlineData("Microsoft.ContainerService/managedClusters", "2019-08-01")]
    [InlineData("Microsoft.ContainerService/managedClusters", "2022-11-01")]
    [InlineData("Microsoft.ContainerService/managedClusters", "2025-03-01")]
    [InlineData("Microsoft.ContainerService/managedClusters/agentPools", "2019-08-01")]
    [InlineData("Microsoft.ContainerService/managedClusters/agentPools", "2022-11-01")]
    [InlineData("Microsoft.ContainerService/managedClusters/agentPools", "2025-03-01")]
    [InlineData("Microsoft.Resources/subscriptions/resourceGroups", "2021-04-01")]
    [InlineData("Microsoft.Resources/subscriptions/resourceGroups", "2024-11-01")]
    [InlineData("Microsoft.Resources/resourceGroups", "2024-11-01")]
    [InlineData("Microsoft.Resources/deployments", "2021-04-01")]
    [InlineData("Microsoft.Resources/deployments", "2024-11-01")]
    [InlineData("Microsoft.ManagedIdentity/userAssignedIdentities", "2018-11-30")]
    [InlineData("Microsoft.ManagedIdentity/userAssignedIdentities", "2022-01-31-preview")]
    [InlineData("Microsoft.ManagedIdentity/userAssignedIdentities", "2023-01-31")]
    [InlineData("Microsoft.Authorization/roleAssignments", "2020-04-01-preview")]
    [InlineData("Microsoft.Authorization/roleAssignments", "2022-04-01")]
    [InlineData("Microsoft.Authorization/roleDefinitions", "2018-01-01-preview")]
    [InlineData("Microsoft.Authorization/roleDefinitions", "2022-05-01-preview")]
    [InlineData("Microsoft.ContainerRegistry/registries", "2022-02-01-preview")]
    [InlineData("Microsoft.ContainerRegistry/registries", "2025-03-01-preview")]
    [InlineData("Microsoft.Network/virtualNetworks", "2022-01-01")]
    [InlineData("Microsoft.Network/virtualNetworks", "2024-05-01")]
    [InlineData("Microsoft.Network/virtualNetworks/subnets", "2024-05-01")]
    [InlineData("Microsoft.Network/loadBalancers", "2023-04-01")]
    [InlineData("Microsoft.Network/publicIPAddresses", "2022-11-01")]
    [InlineData("Microsoft.Network/networkSecurityGroups", "2022-11-01")]
    [InlineData("Microsoft.Network/routeTables", "2022-11-01")]
    [InlineData("Microsoft.Compute/disks", "2022-07-02")]
    [InlineData("Microsoft.Compute/disks", "2023-04-02")]
    [InlineData("Microsoft.Compute/virtualMachineScaleSets", "2023-09-01")]
    [InlineData("Microsoft.OperationalInsights/workspaces", "2015-11-01-preview")]
    [InlineData("Microsoft.OperationsManagement/solutions", "2015-11-01-preview")]
    public void TryFind_VersionThatAzUses_IsThere(string type, string apiVersion) =>
        Catalogs.Version(type, apiVersion).IsReadOnly.ShouldBeFalse();

    [Fact]
    public void TryFind_AnyCase_FindsAzuresSpelling()
    {
        Catalogs.Shared.TryFind(new ResourceType("microsoft.containerservice", "MANAGEDCLUSTERS"), "2022-11-01", out var version).ShouldBeTrue();
        version!.Type.FullName.ShouldBe("Microsoft.ContainerService/managedClusters");
    }

    [Fact]
    public void TryFind_WhatDoesNotExist_IsFalseAtItsStep()
    {
        Catalogs.Shared.TryFind("Microsoft.Nothing", out _).ShouldBeFalse();
        Catalogs.Shared.TryFind(new ResourceType("Microsoft.Network", "nothing"), out ServedType? _).ShouldBeFalse();
        Catalogs.Shared.TryFind(new ResourceType("Microsoft.Network", "virtualNetworks"), "1999-01-01", out _).ShouldBeFalse();
    }

    [Fact]
    public void Versions_OfEveryType_AreNewestFirstAndUnique()
    {
        foreach (var type in Catalogs.Shared.Namespaces.SelectMany(provider => provider.Types))
        {
            var versions = type.ApiVersions.ToList();
            versions.ShouldBeUnique();
            versions.ConvertAll(version => version[..10]).ShouldBe(versions.ConvertAll(version => version[..10]).OrderDescending(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Nearest_UnknownVersion_IsTheNewestBeforeIt()
    {
        Catalogs.Shared.TryFind(ResourceType.Parse("Microsoft.ContainerService/managedClusters"), out ServedType? type).ShouldBeTrue();
        type!.Nearest("2019-08-02").ApiVersion.ShouldBe("2019-08-01");
        type.Nearest("2001-01-01").ShouldBe(type.Versions[^1]);
        type.Nearest("2022-11-01").ApiVersion.ShouldBe("2022-11-01");
        type.Default.IsPreview.ShouldBeFalse();
    }

    [Fact]
    public void Knows_VersionOfAnotherTypeOfTheNamespace_IsTrue()
    {
        Catalogs.Shared.TryFind("Microsoft.ContainerService", out var provider).ShouldBeTrue();
        provider!.Knows("2022-11-01").ShouldBeTrue();
        provider.Knows("2022-11-31").ShouldBeFalse();
    }

    [Fact]
    public void Scopes_OfKnownTypes_AreAzures()
    {
        Catalogs.Aks2022.WritableScopes.ShouldBe(DeploymentScopes.ResourceGroup);
        Catalogs.Version("Microsoft.Authorization/roleAssignments", "2022-04-01").WritableScopes.HasFlag(DeploymentScopes.Extension).ShouldBeTrue();
        Catalogs.Version("Microsoft.Resources/subscriptions/resourceGroups", "2021-04-01").WritableScopes.ShouldBe(DeploymentScopes.Subscription);
    }

    [Fact]
    public void Top_TrackedAndUntracked_AreToldApart()
    {
        Catalogs.Aks2022.Top.ShouldSatisfyAllConditions(
            top => top.IsTracked.ShouldBeTrue(), top => top.Tags.ShouldBeTrue(), top => top.Identity.ShouldBeTrue(), top => top.Sku.ShouldBeTrue(),
            top => top.Properties.ShouldBeTrue(), top => top.Zones.ShouldBeFalse());
        var pool = Catalogs.Version("Microsoft.ContainerService/managedClusters/agentPools", "2022-11-01").Top;
        pool.IsTracked.ShouldBeFalse();
        pool.Tags.ShouldBeFalse();
        Catalogs.Version("Microsoft.Compute/virtualMachineScaleSets", "2023-09-01").Top.Zones.ShouldBeTrue();
    }
}
