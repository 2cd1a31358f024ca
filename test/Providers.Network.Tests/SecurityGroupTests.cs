using Verditer.Core;

namespace Verditer.Providers.Network.Tests;

public sealed class SecurityGroupTests : NetworkTest
{
    private const string Empty = """{"location":"westus2"}""";

    private string SecurityGroup => Id("networkSecurityGroups/g");

    [Fact]
    public async Task Put_OfAGroup_HasAzuresDefaultRules()
    {
        var made = (await Cloud.PutAsync(SecurityGroup, Empty)).ShouldBe(201);

        made.At("properties", "defaultSecurityRules")!.AsArray().Select(r => (r.Text("name"), r.Number("properties", "priority"))).ShouldBe(
        [
            ("AllowVnetInBound", 65000), ("AllowAzureLoadBalancerInBound", 65001), ("DenyAllInBound", 65500),
            ("AllowVnetOutBound", 65000), ("AllowInternetOutBound", 65001), ("DenyAllOutBound", 65500),
        ]);
        made.At("properties", "securityRules")!.AsArray().ShouldBeEmpty();
    }

    [Theory]
    [InlineData(99)]
    [InlineData(4097)]
    public async Task Rule_WithAPriorityOutOfRange_IsRefused(int priority) =>
        (await Cloud.PutAsync(SecurityGroup, Rules(Rule("r", priority)))).Status.ShouldBe(400);

    [Fact]
    public async Task Rules_OfOneDirectionWithOnePriority_AreRefused()
    {
        (await Cloud.PutAsync(SecurityGroup, Rules(Rule("a", 100), Rule("b", 100)))).ShouldBeRefused(400, "SecurityRuleConflict",
            "Security rule b conflicts with rule a. Rules cannot have the same Priority and Direction. To learn more, see aka.ms/nsgrules.");
        (await Cloud.PutAsync(SecurityGroup, Rules(Rule("a", 100), Rule("b", 100, "Outbound")))).ShouldBe(201);
    }

    [Fact]
    public async Task Rule_PutByItself_IsInItsGroupAndFollowsItsRules()
    {
        await Cloud.MakeAsync(SecurityGroup, Rules(Rule("a", 100)));

        (await Cloud.PutAsync(SecurityGroup + "/securityRules/b", Rule("b", 101))).ShouldBe(201);
        (await Cloud.PutAsync(SecurityGroup + "/securityRules/c", Rule("c", 101))).ShouldBeRefused(400, "SecurityRuleConflict");

        (await Cloud.GetAsync(SecurityGroup)).At("properties", "securityRules")!.AsArray().Select(r => r.Text("name")).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task Delete_OfAGroupInUse_IsRefusedUntilItIsFree()
    {
        await Cloud.MakeAsync(SecurityGroup, Empty);
        var network = Id("virtualNetworks/v");
        await Cloud.MakeAsync(network, """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.0.0.0/24","networkSecurityGroup":{"id":"GROUP"}}}]}}"""
            .Replace("GROUP", SecurityGroup));

        (await Cloud.DeleteAsync(SecurityGroup)).ShouldBeRefused(400, "InUseNetworkSecurityGroupCannotBeDeleted");
        await Cloud.DeleteAsync(network);
        await Cloud.RunOperationsAsync();
        (await Cloud.DeleteAsync(SecurityGroup)).Status.ShouldBeOneOf(200, 202);
    }

    private static string Rules(params string[] rules) =>
        """{"location":"westus2","properties":{"securityRules":[RULES]}}""".Replace("RULES", string.Join(',', rules));

    private static string Rule(string name, int priority, string direction = "Inbound") =>
        """{"name":"NAME","properties":{"priority":PRIORITY,"direction":"DIRECTION","access":"Allow","protocol":"Tcp","sourceAddressPrefix":"*","sourcePortRange":"*","destinationAddressPrefix":"*","destinationPortRange":"443"}}"""
            .Replace("NAME", name).Replace("PRIORITY", priority.ToString(System.Globalization.CultureInfo.InvariantCulture)).Replace("DIRECTION", direction);
}
