using Verditer.Core;

namespace Verditer.ResourceManager.Types.Tests;

public sealed class BodySpellingTests
{
    private const string Cluster = "Microsoft.ContainerService/managedClusters";

    [Theory]
    [InlineData("2019-02-01")]
    [InlineData("2025-03-01")]
    [InlineData("1999-01-01")]
    public void Apply_AtAnyVersion_UsesTheTypesOwnSpelling(string apiVersion) => Apply(apiVersion,
        """{"IDENTITY":{"Type":"SystemAssigned"},"Properties":{"DNSPREFIX":"d","agentpoolprofiles":[{"VnetSubnetId":"s","podsubnetid":"p"}]}}""")
        .ShouldBe("""{"identity":{"type":"SystemAssigned"},"properties":{"dnsPrefix":"d","agentPoolProfiles":[{"vnetSubnetID":"s","podSubnetID":"p"}]}}""");

    [Fact]
    public void Apply_KeysOfMapsAndUnknownNames_Stay()
    {
        const string Body = """{"tags":{"Location":"x"},"identity":{"userAssignedIdentities":{"/Sub/X":{},"/sub/x":{}}},"Newer":{"ID":1},"properties":{"addonProfiles":{"OmsAgent":{"enabled":true}}}}""";

        Apply("2022-11-01", Body).ShouldBe(Body);
    }

    [Fact]
    public void Apply_ANameTwice_TellsWhere() => Twice("2022-11-01", """{"properties":{"agentPoolProfiles":[{},{"name":"a","NAME":"b"}]}}""")
        .ShouldBe("properties.agentPoolProfiles[1].name");

    private static string Apply(string apiVersion, string json)
    {
        var body = Catalogs.Body(json);
        BodySpelling.Apply(Served(), apiVersion, "c", body).ShouldBeNull();
        return body.ToJsonString();
    }

    private static string? Twice(string apiVersion, string json) =>
        BodySpelling.Apply(Served(), apiVersion, "c", Catalogs.Body(json));

    private static ServedType Served()
    {
        Catalogs.Shared.TryFind(ResourceType.Parse(Cluster), out ServedType? served).ShouldBeTrue();
        return served!;
    }
}
