using System.Text.Json.Nodes;
using Verditer.ResourceManager;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ContainerService.Tests;

public sealed class LinkedScopeTests : ClusterTest
{
    private const string JoinSubnet = "Microsoft.Network/virtualNetworks/subnets/join/action";
    private const string Subnet = "Microsoft.Network/virtualNetworks/v/subnets/s";
    private const string Workspace = "Microsoft.OperationalInsights/workspaces/w";
    private const string SharedKeys = "Microsoft.OperationalInsights/workspaces/sharedkeys/read";

    protected override RuleSet Rules => RuleSet.Ga;

    [Theory]
    [InlineData("""{"agentPoolProfiles":[{"name":"a","podSubnetID":"LINK"}]}""", Subnet, JoinSubnet)]
    [InlineData("""{"agentPoolProfiles":[{"name":"a","VNETSUBNETID":"LINK"}]}""", Subnet, JoinSubnet)]
    [InlineData("""{"networkProfile":{"loadBalancerProfile":{"outboundIPs":{"publicIPs":[{"id":"LINK"}]}}}}""", "Microsoft.Network/publicIPAddresses/p", "Microsoft.Network/publicIPAddresses/join/action")]
    [InlineData("""{"networkProfile":{"loadBalancerProfile":{"outboundIPPrefixes":{"publicIPPrefixes":[{"id":"LINK"}]}}}}""", "Microsoft.Network/publicIPPrefixes/p", "Microsoft.Network/publicIPPrefixes/join/action")]
    [InlineData("""{"addonProfiles":{"ingressApplicationGateway":{"enabled":true,"config":{"subnetId":"LINK"}}}}""", Subnet, JoinSubnet)]
    [InlineData("""{"addonProfiles":{"omsagent":{"enabled":true,"config":{"logAnalyticsWorkspaceResourceID":"LINK"}}}}""", Workspace, SharedKeys)]
    [InlineData("""{"addonProfiles":{"omsAgent":{"enabled":true,"config":{"loganalyticsworkspaceresourceid":"LINK"}}}}""", Workspace, SharedKeys)]
    public async Task Put_ThatRefersToWhatTheCallerMayNotUse_IsRefusedAndNothingIsMade(string properties, string linked, string action)
    {
        var shared = await Cloud.AddGroupAsync("shared");
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/Microsoft.ContainerService/register");
        await Cloud.RunOperationsAsync();
        var caller = await Cloud.AddPrincipalWithRoleAsync("Contributor", GroupId);
        var given = JsonNode.Parse(properties.Replace("LINK", $"{shared}/providers/{linked}"))!.AsObject();

        var refused = await PutClusterAsync("one", b => given.ToList().ForEach(p => b["properties"]![p.Key] = p.Value!.DeepClone()), caller);

        refused.ShouldBeRefused(403, "LinkedAuthorizationFailed").Message.ShouldContain($"'{action}'");
        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(404);
    }

    [Fact]
    public void Links_OfClustersAndPools_LeadToAPropertyThatTheTypeHas() => LinkedPaths.ThatLeadNowhere(Cloud).ShouldBeEmpty();
}
