using Verditer.Core;

namespace Verditer.ResourceManager.Types.Tests;

public sealed class BodyFilterTests
{
    [Theory]
    [InlineData("2019-08-01")]
    [InlineData("2022-11-01")]
    [InlineData("2025-03-01")]
    public void StripSecrets_ServicePrincipal_LosesItsSecretOnly(string apiVersion)
    {
        var body = Catalogs.Body("""{"properties":{"servicePrincipalProfile":{"clientId":"c","secret":"s"},"windowsProfile":{"adminUsername":"a","adminPassword":"p"}}}""");
        BodyFilter.StripSecrets(Catalogs.Version("Microsoft.ContainerService/managedClusters", apiVersion).Body, body);
        Json.ToText(body).ShouldBe("""{"properties":{"servicePrincipalProfile":{"clientId":"c"},"windowsProfile":{"adminUsername":"a"}}}""");
    }

    [Fact]
    public void StripReadOnly_InArrays_IsDoneForEachItem()
    {
        var body = Catalogs.Body("""{"properties":{"agentPoolProfiles":[{"name":"a","provisioningState":"x"},{"name":"b","ProvisioningState":"y"}]}}""");
        BodyFilter.StripReadOnly(Catalogs.Aks2022.Body, body);
        Json.ToText(body).ShouldBe("""{"properties":{"agentPoolProfiles":[{"name":"a"},{"name":"b"}]}}""");
    }

    [Fact]
    public void StripReadOnly_UserAssignedIdentities_KeepsTheKeysOfTheMap()
    {
        var body = Catalogs.Body("""{"identity":{"type":"UserAssigned","principalId":"p","userAssignedIdentities":{"/x/y":{"clientId":"c","principalId":"p"}}}}""");
        BodyFilter.StripReadOnly(Catalogs.Aks2022.Body, body);
        Json.ToText(body).ShouldBe("""{"identity":{"type":"UserAssigned","userAssignedIdentities":{"/x/y":{}}}}""");
    }

    [Fact]
    public void StripReadOnly_UnknownProperties_AreKept()
    {
        var body = Catalogs.Body("""{"unknown":{"id":1}}""");
        BodyFilter.StripReadOnly(Catalogs.Aks2022.Body, body);
        body.Number("unknown", "id").ShouldBe(1);
    }

    [Fact]
    public void Describe_Cluster_NamesPathsAndMarks()
    {
        var rows = ShapeDescription.Describe(Catalogs.Aks2022.Body).ToDictionary(row => row.Path, StringComparer.Ordinal);
        rows["properties.agentPoolProfiles[*].count"].Shape.ShouldBeOfType<NumberShape>();
        rows["location"].IsRequired.ShouldBeTrue();
        rows["properties.servicePrincipalProfile.secret"].IsSecret.ShouldBeTrue();
        ShapeDescription.ReadOnlyPaths(Catalogs.Aks2022.Body).ShouldContain("properties.provisioningState");
    }
}
