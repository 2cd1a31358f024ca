using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider.Tests;

public sealed class SecurityRulesTests
{
    private const string Address = "198.18.0.7";

    [Fact]
    public void Put_SecondTime_ChangesNothing()
    {
        JsonObject group = [];
        SecurityRules.Put(group, Service(), Address, []).ShouldBeTrue();
        SecurityRules.Put(group, Service(), Address, [Address]).ShouldBeFalse();
    }

    [Fact]
    public void Put_UsersRuleAtThatPriority_TakesTheNextOne()
    {
        var group = JsonNode.Parse("""{"properties":{"securityRules":[{"name":"mine","properties":{"priority":500,"direction":"Inbound"}}]}}""")!.AsObject();
        SecurityRules.Put(group, Service(), Address, []);
        Rules(group).Select(r => r.Number("properties", "priority")).ShouldBe([500, 501]);
        SecurityRules.Put(group, Service(), null, [Address]);
        Rules(group).Select(r => r.Text("name")).ShouldBe(["mine"]);
    }

    [Fact]
    public void Put_SourceRanges_LetsOnlyThemIn()
    {
        JsonObject group = [];
        SecurityRules.Put(group, Service(ranges: ["10.0.0.0/8", "192.168.0.0/16"]), Address, []);
        Rules(group).Single().At("properties", "sourceAddressPrefixes")!.AsArray().Select(p => p!.ToString()).ShouldBe(["10.0.0.0/8", "192.168.0.0/16"]);
    }

    [Fact]
    public void Put_InternalWithoutRanges_NeedsNoRule()
    {
        JsonObject group = [];
        SecurityRules.Put(group, Service(isInternal: true), "10.0.0.4", []).ShouldBeFalse();
        Rules(group).ShouldBeEmpty();
    }

    [Fact]
    public void Put_AllPrioritiesTaken_IsFull()
    {
        var rules = new JsonArray([.. Enumerable.Range(500, 3597).Select(p => (JsonNode)new JsonObject
        {
            ["name"] = $"r{p}",
            ["properties"] = new JsonObject { ["priority"] = p, ["direction"] = "Inbound" },
        })]);
        var group = new JsonObject { ["properties"] = new JsonObject { ["securityRules"] = rules } };
        SecurityRules.Put(group, Service(), Address, []);
        SecurityRules.HasNoPlace(group).ShouldBeTrue();
    }

    private static List<JsonNode> Rules(JsonObject group) => [.. group.At("properties", "securityRules")!.AsArray().OfType<JsonNode>()];

    private static ServiceDescription Service(bool isInternal = false, string[]? ranges = null)
    {
        var service = JsonNode.Parse("""
            {"metadata":{"name":"web","namespace":"default","uid":"0f8fad5b-d9cb-469f-a165-70867728950e","annotations":{}},
             "spec":{"ports":[{"port":80,"nodePort":30080,"protocol":"TCP"}]}}
            """)!.AsObject();
        service["spec"]!["loadBalancerSourceRanges"] = new JsonArray([.. (ranges ?? []).Select(r => (JsonNode)r)]);
        service["metadata"]!["annotations"]![ServiceAnnotations.Internal] = isInternal ? "true" : "false";
        return ServiceDescription.Read(service);
    }
}
