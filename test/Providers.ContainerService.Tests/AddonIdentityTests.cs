using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService.Tests;

/// <summary>Each add-on has an identity of its own: https://learn.microsoft.com/azure/aks/managed-identity-overview</summary>
public sealed class AddonIdentityTests : ClusterTest
{
    protected override RuleSet Rules => RuleSet.Ga;

    [Theory]
    [InlineData("omsagent", "Monitoring Metrics Publisher", false)]
    [InlineData("httpApplicationRouting", "Reader", true)]
    [InlineData("aciConnectorLinux", "Contributor", true)]
    [InlineData("ingressApplicationGateway", "Contributor", true)]
    [InlineData("azurepolicy", null, true)]
    [InlineData("azureKeyvaultSecretsProvider", null, true)]
    public async Task Addon_SwitchedOnAndOff_HasItsIdentityAndRoleMeanwhile(string addon, string? role, bool inNodeGroup)
    {
        await MakeClusterAsync("one", With(addon, isOn: true));
        var profile = (await Cloud.GetAsync(ClusterId("one"))).At("properties", "addonProfiles", addon);
        var id = $"{NodeGroupId("one")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{addon.ToLowerInvariant()}-one";
        profile.Text("identity", "resourceId").ShouldBe(id);
        profile.Text("identity", "objectId").ShouldBe(Cloud.IdentityOf(id).ObjectId);
        profile.Text("identity", "clientId").ShouldBe(Cloud.IdentityOf(id).ClientId);
        var principal = Cloud.IdentityOf(id).ObjectId;
        (await RolesAsync(inNodeGroup, principal)).ShouldBe(role is null ? [] : [Cloud.RoleId(role)]);
        (await CarriedAsync()).ShouldBe([$"{NodeGroupId("one")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one-agentpool", id], ignoreOrder: true);

        (await PutClusterAsync("one", With(addon, isOn: false))).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        var after = (await Cloud.GetAsync(ClusterId("one"))).At("properties", "addonProfiles", addon);
        after.Flag("enabled").ShouldBe(false);
        after!["identity"].ShouldBeNull();
        (await Cloud.GetAsync(id)).ShouldBe(404);
        (await RolesAsync(inNodeGroup, principal)).ShouldBeEmpty();
        (await CarriedAsync()).ShouldBe([$"{NodeGroupId("one")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one-agentpool"]);
    }

    [Fact]
    public async Task Addon_OfAClusterOnAServicePrincipal_UsesThatUntilTheClusterMoves()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        await MakeClusterAsync("one", b =>
        {
            WithPrincipal(given.AppId, given.Secret)(b);
            With("omsagent", isOn: true)(b);
        });
        (await RolesAsync(false, given.PrincipalId)).ShouldBe([Cloud.RoleId("Monitoring Metrics Publisher")]);

        (await PutClusterAsync("one", With("omsagent", isOn: true))).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        var addon = (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "addonProfiles", "omsagent", "identity", "objectId")!;
        (await RolesAsync(false, addon)).ShouldBe([Cloud.RoleId("Monitoring Metrics Publisher")]);
        (await CarriedAsync()).ShouldBe([$"{NodeGroupId("one")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/omsagent-one"]);
    }

    [Fact]
    public async Task Identity_InABody_IsNotTaken()
    {
        var forged = new JsonObject { ["resourceId"] = $"{GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/other", ["objectId"] = Cloud.Owner.ObjectId };

        await MakeClusterAsync("one", b =>
        {
            With("omsagent", isOn: true)(b);
            b["properties"]!["addonProfiles"]!["omsagent"]!["identity"] = forged;
        });

        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "addonProfiles", "omsagent", "identity", "objectId").ShouldNotBe(Cloud.Owner.ObjectId);
    }

    private static Action<JsonObject> With(string addon, bool isOn) =>
        body => body["properties"]!["addonProfiles"] = new JsonObject { [addon] = new JsonObject { ["enabled"] = isOn } };

    private async Task<IEnumerable<string?>> RolesAsync(bool inNodeGroup, string principalId)
    {
        var scope = inNodeGroup ? NodeGroupId("one") : ClusterId("one");
        var path = $"{scope}/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()&api-version=2022-04-01";
        return (await Cloud.GetAsync(path)).Items
            .Where(a => a.Text("properties", "principalId") == principalId && string.Equals(a.Text("properties", "scope"), scope, StringComparison.OrdinalIgnoreCase))
            .Select(a => a.Text("properties", "roleDefinitionId"));
    }

    private async Task<IEnumerable<string>> CarriedAsync()
    {
        var scaleSet = await Cloud.GetAsync(Listeners.Open[Engine.Nodes.Values.Single().Keys.First()].OwnerResourceId);
        return ((JsonObject)scaleSet.At("identity", "userAssignedIdentities")!).Select(i => i.Key);
    }
}
