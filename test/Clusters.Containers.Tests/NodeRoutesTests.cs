using System.Text.Json.Nodes;

namespace Verditer.Clusters.Containers.Tests;

/// <summary>What nodes say of themselves becomes words of a command that root runs.</summary>
public sealed class NodeRoutesTests
{
    [Fact]
    public void To_GivesTheRangesOfOtherNodes() =>
        NodeRoutes.To([Node("self", "10.244.0.0/24", "10.224.0.4"), Node("other", "10.244.1.0/24", "10.224.0.5")], "self")
            .ShouldBe(new Dictionary<string, string> { ["10.244.1.0/24"] = "10.224.0.5" });

    [Theory]
    [InlineData("10.244.1.0/24\nlink del eth0", "10.224.0.5")]
    [InlineData("10.244.1.0/24 via 1.2.3.4", "10.224.0.5")]
    [InlineData("default", "10.224.0.5")]
    [InlineData("10.244.1.0/24", "10.224.0.5\nlink del eth0")]
    [InlineData("10.244.1.0/24", "10.224.0.5 dev lo")]
    [InlineData("10.244.1.0/24", "fd00::1")]
    [InlineData("10.244.1.0/24", "host.name")]
    public void To_WordsThatAreNoAddresses_AreLeftOut(string range, string address) => NodeRoutes.To([Node("other", range, address)], "self").ShouldBeEmpty();

    [Fact]
    public async Task IpAsync_CommandThatIsSeveral_IsRefused() =>
        await Should.ThrowAsync<HostCommandException>(async () => await VirtualNetworks.IpAsync(null, TestContext.Current.CancellationToken, "route show\nroute show"));

    private static JsonObject Node(string name, string range, string address) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject { ["podCIDR"] = range },
        ["status"] = new JsonObject { ["addresses"] = new JsonArray(new JsonObject { ["type"] = "InternalIP", ["address"] = address }) },
    };
}
