using System.Text.Json.Nodes;

namespace Verditer.ResourceManager.Types.Tests;

public sealed class BodyValidatorTests
{
    [Theory]
    [InlineData("""{"location":5}""", "location: WrongKind")]
    [InlineData("""{"location":"x","properties":[]}""", "properties: WrongKind")]
    [InlineData("""{"location":"x","tags":{"a":1}}""", "tags.a: WrongKind")]
    [InlineData("""{"location":"x","tags":{"a.b c":1}}""", "tags['a.b c']: WrongKind")]
    [InlineData("""{"location":"x","identity":{"type":"Best"}}""", "identity.type: NotAllowed")]
    [InlineData("""{"location":"x","properties":{"enableRBAC":"true"}}""", "properties.enableRBAC: WrongKind")]
    [InlineData("""{"location":"x","properties":{"agentPoolProfiles":[{"name":"a","count":"3"}]}}""", "properties.agentPoolProfiles[0].count: WrongKind")]
    [InlineData("""{"location":"x","properties":{"agentPoolProfiles":[{"name":"a","count":1.5}]}}""", "properties.agentPoolProfiles[0].count: WrongKind")]
    [InlineData("""{"location":"x","properties":{"agentPoolProfiles":[{"name":"a"},{"count":3}]}}""", "properties.agentPoolProfiles[1].name: Missing")]
    [InlineData("""{"location":"x","properties":{"agentPoolProfiles":[{"name":"UPPER"}]}}""", "properties.agentPoolProfiles[0].name: Pattern")]
    [InlineData("""{"location":"x","properties":{"dnsPrefix":{}}}""", "properties.dnsPrefix: WrongKind")]
    [InlineData("""{"properties":{}}""", "location: Missing")]
    [InlineData("""{"location":null}""", "location: Missing")]
    [InlineData("""{"location":"x","properties":{"agentPoolProfiles":[null]}}""", "properties.agentPoolProfiles[0]: WrongKind")]
    [InlineData("""{"location":"x","properties":{"agentPoolProfiles":[{"name":"a"},{"name":"b","nodeTaints":["x",null]}]}}""", "properties.agentPoolProfiles[1].nodeTaints[1]: WrongKind")]
    public void Validate_WrongPut_IsRefusedWithItsPath(string json, string problem) =>
        Catalogs.Problems(Catalogs.Aks2022, json, ValidationMode.Put).ShouldBe([problem]);

    [Theory]
    [InlineData("""{"location":"x"}""")]
    [InlineData("""{"LOCATION":"x","Properties":{"EnableRbac":true}}""")]
    [InlineData("""{"location":"x","identity":{"type":"systemassigned"}}""")]
    [InlineData("""{"location":"x","tags":null,"properties":null}""")]
    [InlineData("""{"location":"x","id":5,"name":[],"type":{},"systemData":7,"properties":{"provisioningState":{"a":1},"powerState":3}}""")]
    [InlineData("""{"location":"x","somethingNew":{"a":1},"properties":{"other":[1]}}""")]
    [InlineData("""{"location":"x","properties":{"agentPoolProfiles":[{"name":"a","spotMaxPrice":0.25,"osType":"Plan9","count":3.0}]}}""")]
    [InlineData("""{"location":"x","identity":{"type":"SystemAssigned"},"properties":{"servicePrincipalProfile":{"clientId":"c","secret":"s"}}}""")]
    public void Validate_RightPut_IsAccepted(string json) =>
        Catalogs.Problems(Catalogs.Aks2022, json, ValidationMode.Put).ShouldBeEmpty();

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""{"tags":{"a":"b"}}""")]
    [InlineData("""{"properties":{"agentPoolProfiles":[{"count":3}]}}""")]
    public void Validate_PartialPatch_RequiresNothing(string json) =>
        Catalogs.Problems(Catalogs.Aks2022, json, ValidationMode.Patch).ShouldBeEmpty();

    [Fact]
    public void Validate_WrongKind_SaysWhatWasExpectedAndFound() =>
        BodyValidator.Validate(Catalogs.Aks2022.Body, Catalogs.Body("""{"properties":{"agentPoolProfiles":[{"count":"3"}]}}"""), ValidationMode.Patch)
            .ShouldBe([new("properties.agentPoolProfiles[0].count", "Expected an integer but found a string.", ValidationProblemKind.WrongKind)]);

    [Fact]
    public void Validate_UnknownProperty_IsAProblemOnlyWhenStrict()
    {
        const string Json = """{"location":"x","properties":{"agentPoolProfiles":[{"name":"a","cuont":3}]}}""";
        Catalogs.Problems(Catalogs.Aks2022, Json, ValidationMode.Put).ShouldBeEmpty();
        Catalogs.Problems(Catalogs.Aks2022, Json, ValidationMode.Put | ValidationMode.Strict).ShouldBe(["properties.agentPoolProfiles[0].cuont: Unknown"]);
    }

    [Fact]
    public void Validate_VersionOf2019_TakesIdentityAndServicePrincipal() => Catalogs.Problems(
        Catalogs.Version("Microsoft.ContainerService/managedClusters", "2019-08-01"),
        """
        {"location":"westus2","identity":{"type":"SystemAssigned"},"properties":{"kubernetesVersion":"","dnsPrefix":"a-b-222222",
         "agentPoolProfiles":[{"name":"nodepool1","count":3,"vmSize":"Standard_DS2_v2","osType":"Linux","type":"VirtualMachineScaleSets"}],
         "servicePrincipalProfile":{"clientId":"00000000-0000-0000-0000-000000000001","secret":"s"},"enableRBAC":true,
         "networkProfile":{"networkPlugin":"kubenet","loadBalancerSku":"standard"}}}
        """,
        ValidationMode.Put).ShouldBeEmpty();

    [Fact]
    public void Validate_HugeArrayOfErrors_ListsTheFirstAndStops()
    {
        var pools = new JsonArray([.. Enumerable.Range(0, 100_000).Select(_ => new JsonObject { ["count"] = "x" })]);
        var body = new JsonObject { ["properties"] = new JsonObject { ["agentPoolProfiles"] = pools } };
        var problems = BodyValidator.Validate(Catalogs.Aks2022.Body, body, ValidationMode.Patch);
        problems.Count.ShouldBe(BodyValidator.MostProblems);
        problems[^1].JsonPath.ShouldBe($"properties.agentPoolProfiles[{BodyValidator.MostProblems - 1}].count");
    }

    [Fact]
    public void Validate_HugeArrayThatFits_IsAccepted()
    {
        var pools = new JsonArray([.. Enumerable.Range(0, 100_000).Select(_ => new JsonObject { ["count"] = 1 })]);
        var body = new JsonObject { ["properties"] = new JsonObject { ["agentPoolProfiles"] = pools } };
        BodyValidator.Validate(Catalogs.Aks2022.Body, body, ValidationMode.Patch).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("a1-b", true)]
    [InlineData("-a", false)]
    [InlineData("", false)]
    public void ValidateName_OfACluster_FollowsTheSpecification(string name, bool fits) =>
        (BodyValidator.ValidateName(Catalogs.Aks2022, name).Count == 0).ShouldBe(fits);

    [Fact]
    public void ValidateName_TooLong_IsRefusedAtName()
    {
        var problems = BodyValidator.ValidateName(Catalogs.Aks2022, new string('a', 64));
        problems.ShouldHaveSingleItem().JsonPath.ShouldBe("name");
    }

    [Fact]
    public void Validate_BodyMadeInTheProcess_IsReadLikeAParsedOne()
    {
        var id = Guid.Parse("00000000-0000-0000-0000-000000000001");
        var properties = new JsonObject { ["principalId"] = id, ["roleDefinitionId"] = "/x", ["principalType"] = "ServicePrincipal" };
        var version = Catalogs.Version("Microsoft.Authorization/roleAssignments", "2022-04-01");
        BodyValidator.Validate(version.Body, new JsonObject { ["properties"] = properties }, ValidationMode.Put).ShouldBeEmpty();
        var pool = new JsonObject { ["properties"] = new JsonObject { ["count"] = 3L, ["maxPods"] = 2.5m } };
        BodyValidator.Validate(Catalogs.Version("Microsoft.ContainerService/managedClusters/agentPools", "2022-11-01").Body, pool, ValidationMode.Put)
            .ShouldHaveSingleItem().JsonPath.ShouldBe("properties.maxPods");
    }

    [Fact]
    public void Validate_SecretThatDoesNotFit_IsNotQuoted()
    {
        var problems = BodyValidator.Validate(
            Catalogs.Aks2022.Body,
            Catalogs.Body("""{"properties":{"windowsProfile":{"adminUsername":"a","adminPassword":"hunter2"},"servicePrincipalProfile":{"secret":["hunter2"]}}}"""),
            ValidationMode.Patch);
        problems.ShouldNotBeEmpty();
        problems.ShouldAllBe(problem => !problem.Message.Contains("hunter2", StringComparison.Ordinal));
    }
}
