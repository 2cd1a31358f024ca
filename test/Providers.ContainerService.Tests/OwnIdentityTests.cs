using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService.Tests;

/// <summary>Identities that the user brings, for the control plane and for the kubelet: https://learn.microsoft.com/azure/aks/pre-created-kubelet-managed-identity</summary>
public sealed class OwnIdentityTests : ClusterTest
{
    private const string Operator = "Managed Identity Operator";

    protected override RuleSet Rules => RuleSet.Ga;

    [Fact]
    public async Task Cluster_WithBothIdentities_RunsOnThem()
    {
        var (controlPlane, kubelet) = (await MakeIdentityAsync("controller"), await MakeIdentityAsync("kubelet"));
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, kubelet);

        var cluster = await MakeClusterAsync("one", With(controlPlane, kubelet));

        cluster.Text("identity", "userAssignedIdentities", controlPlane, "principalId").ShouldBe(PrincipalOf(controlPlane));
        cluster.Text("identity", "principalId").ShouldBeNull();
        cluster.Text("properties", "identityProfile", "kubeletidentity", "objectId").ShouldBe(PrincipalOf(kubelet));
        (await RolesOfAsync(PrincipalOf(controlPlane))).ShouldBe([Cloud.RoleId("Contributor")]);
        var node = Listeners.Open[Engine.Nodes.Values.Single().Keys.Order().First()];
        (await Cloud.GetAsync(node.OwnerResourceId)).At("identity", "userAssignedIdentities")!.AsObject().Select(i => i.Key).ShouldBe([kubelet]);
        (await Cloud.GetAsync($"{NodeGroupId("one")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task KubeletIdentity_ThatTheControlPlaneMayNotAssign_IsRefusedWithWhatMendsIt()
    {
        var (controlPlane, kubelet) = (await MakeIdentityAsync("controller"), await MakeIdentityAsync("kubelet"));

        var refused = (await PutClusterAsync("one", With(controlPlane, kubelet))).ShouldBeRefused(400, "CustomKubeletIdentityMissingPermissionError");

        refused.Message.ShouldStartWith("The cluster using user-assigned managed identity must be granted 'Managed Identity Operator' role to assign kubelet identity.");
        refused.At("error", "details")!.ToJsonString().ShouldContain(PrincipalOf(controlPlane));
        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(404);
    }

    /// <summary>Another cluster's own identity is nobody else's, though its resource is one that the caller may use.</summary>
    [Fact]
    public async Task Identity_OfAnotherCluster_CannotBeBrought()
    {
        await MakeClusterAsync("one");
        var kubelet = await MakeIdentityAsync("kubelet");

        (await PutClusterAsync("two", With(ClusterId("one"), kubelet))).ShouldBeRefused(400, "BadRequest").Message.ShouldContain("was not found");
        (await Cloud.GetAsync(ClusterId("two"))).ShouldBe(404);
    }

    [Theory]
    [InlineData("SystemAssigned")]
    [InlineData(null)]
    public async Task KubeletIdentity_WithoutAUserAssignedControlPlane_IsRefused(string? type)
    {
        var kubelet = await MakeIdentityAsync("kubelet");
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));

        var refused = await PutClusterAsync("one", b =>
        {
            b["properties"]!["identityProfile"] = Profile(kubelet);
            if (type is null)
            {
                WithPrincipal(given.AppId, given.Secret)(b);
            }
        });

        refused.ShouldBeRefused(400, "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster");
    }

    [Theory]
    [InlineData("cp", "kubelet")]
    [InlineData("kubelet", "cp")]
    public async Task Caller_WhoMayAssignOneOfTheTwo_IsRefusedForTheOther(string allowed, string missing)
    {
        var shared = await Cloud.AddGroupAsync("shared");
        var ids = new Dictionary<string, string> { ["cp"] = await MakeIdentityAsync("controller", shared), ["kubelet"] = await MakeIdentityAsync("kubelet", shared) };
        await Cloud.AssignAsync(PrincipalOf(ids["cp"]), Operator, ids["kubelet"]);
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/Microsoft.ContainerService/register");
        await Cloud.RunOperationsAsync();
        var caller = await Cloud.AddPrincipalWithRoleAsync("Contributor", GroupId);
        await Cloud.AssignAsync(caller.ObjectId, Operator, ids[allowed]);

        var refused = (await PutClusterAsync("one", With(ids["cp"], ids["kubelet"]), caller)).ShouldBeRefused(403, "LinkedAuthorizationFailed");

        refused.Message.ShouldContain("'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action'");
        refused.Message.ShouldContain(ids[missing], Case.Insensitive);
    }

    [Fact]
    public async Task KubeletIdentity_ThatIsNotThere_IsRefused()
    {
        var controlPlane = await MakeIdentityAsync("controller");

        (await PutClusterAsync("one", With(controlPlane, $"{GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/none"))).ShouldBeRefused(400, "BadRequest");
    }

    [Fact]
    public async Task KubeletIdentity_Changed_ReplacesTheOldOneOnEveryMachine()
    {
        var (controlPlane, first, second, users) = (await MakeIdentityAsync("controller"), await MakeIdentityAsync("first"), await MakeIdentityAsync("second"), await MakeIdentityAsync("users"));
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, first);
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, second);
        await MakeClusterAsync("one", With(controlPlane, first));
        var scaleSet = Listeners.Open[Engine.Nodes.Values.Single().Keys.First()].OwnerResourceId;
        JsonObject added = new() { ["location"] = "westus2", ["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [users] = new JsonObject() } } };
        (await Cloud.PutAsync(scaleSet, added.ToJsonString())).ShouldBe(200);

        (await PutClusterAsync("one", With(controlPlane, second))).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "identityProfile", "kubeletidentity", "objectId").ShouldBe(PrincipalOf(second));
        (await Cloud.GetAsync(scaleSet)).At("identity", "userAssignedIdentities")!.AsObject().Select(i => i.Key).ShouldBe([second, users], ignoreOrder: true);
    }

    [Fact]
    public async Task Identities_MadeAnewUnderTheirNames_AreTakenByTheUpdateThatNamesThem_OnTheMachinesToo()
    {
        var (controlPlane, kubelet) = (await MakeIdentityAsync("controller"), await MakeIdentityAsync("kubelet"));
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, kubelet);
        var made = await MakeClusterAsync("one", With(controlPlane, kubelet));
        var scaleSet = Listeners.Open[Engine.Nodes.Values.Single().Keys.First()].OwnerResourceId;
        (await Cloud.DeleteAsync(controlPlane)).ShouldBe(200);
        (await Cloud.DeleteAsync(kubelet)).ShouldBe(200);
        await MakeIdentityAsync("controller");
        await MakeIdentityAsync("kubelet");
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, kubelet);

        (await Cloud.PatchAsync(ClusterId("one"), """{"tags":{"a":"b"} }""")).Status.ShouldBeInRange(200, 202);
        await Cloud.RunOperationsAsync();
        await ShouldCarryAsync(made.Text("identity", "userAssignedIdentities", controlPlane, "principalId")!, made.Text("properties", "identityProfile", "kubeletidentity", "objectId")!);

        (await PutClusterAsync("one", With(controlPlane, kubelet))).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        await ShouldCarryAsync(PrincipalOf(controlPlane), PrincipalOf(kubelet));

        async Task ShouldCarryAsync(string ofControlPlane, string ofKubelet)
        {
            var cluster = await Cloud.GetAsync(ClusterId("one"));
            cluster.Text("properties", "provisioningState").ShouldBe("Succeeded");
            cluster.Text("identity", "userAssignedIdentities", controlPlane, "principalId").ShouldBe(ofControlPlane);
            cluster.Text("properties", "identityProfile", "kubeletidentity", "objectId").ShouldBe(ofKubelet);
            (await Cloud.GetAsync(scaleSet)).Text("identity", "userAssignedIdentities", kubelet, "principalId").ShouldBe(ofKubelet);
        }
    }

    [Theory]
    [InlineData("""{"identity":{} }""")]
    [InlineData("""{"properties":{"identityProfile":{} } }""")]
    [InlineData("""{"properties":{"identityProfile":{"kubeletidentity":{} } } }""")]
    [InlineData("""{"identity":{"type":"UserAssigned","userAssignedIdentities":{"B":{} } } }""")]
    public async Task Identities_MadeAnewUnderTheirNames_AreNotTakenByAnUpdateThatDoesNotNameThem(string body)
    {
        var (controlPlane, kubelet, other) = (await MakeIdentityAsync("controller"), await MakeIdentityAsync("kubelet"), await MakeIdentityAsync("other"));
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, kubelet);
        var before = await MakeClusterAsync("one", With(controlPlane, kubelet));
        (await Cloud.DeleteAsync(controlPlane)).ShouldBe(200);
        (await Cloud.DeleteAsync(kubelet)).ShouldBe(200);
        await MakeIdentityAsync("controller");
        await MakeIdentityAsync("kubelet");
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, kubelet);

        (await Cloud.PatchAsync(ClusterId("one"), body.Replace("\"B\"", $"\"{other}\"", StringComparison.Ordinal))).Status.ShouldBeInRange(200, 202);
        await Cloud.RunOperationsAsync();

        var after = await Cloud.GetAsync(ClusterId("one"));
        after.Text("properties", "provisioningState").ShouldBe("Succeeded");
        JsonNode.DeepEquals(after.At("identity"), before.At("identity")).ShouldBeTrue(after.Body!.ToJsonString());
        JsonNode.DeepEquals(after.At("properties", "identityProfile"), before.At("properties", "identityProfile")).ShouldBeTrue(after.Body!.ToJsonString());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":null}""")]
    [InlineData("""{"userAssignedIdentities":{"A":null} }""")]
    [InlineData("null")]
    public async Task Cluster_PatchedWithoutATypeOfIdentity_KeepsItsIdentity(string identity)
    {
        var (controlPlane, kubelet) = (await MakeIdentityAsync("controller"), await MakeIdentityAsync("kubelet"));
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, kubelet);
        var before = await MakeClusterAsync("one", With(controlPlane, kubelet));

        (await Cloud.PatchAsync(ClusterId("one"), $$"""{"identity":{{identity.Replace("\"A\"", $"\"{controlPlane}\"", StringComparison.Ordinal)}} }""")).Status.ShouldBeInRange(200, 202);
        await Cloud.RunOperationsAsync();

        JsonNode.DeepEquals((await Cloud.GetAsync(ClusterId("one"))).Body, before.Body).ShouldBeTrue();
    }

    [Fact]
    public async Task SystemAssignedCluster_WrittenWithoutATypeOfIdentity_KeepsItsIdentity()
    {
        var before = await MakeClusterAsync("one");

        (await PutClusterAsync("one", b => b["identity"] = new JsonObject())).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        JsonNode.DeepEquals((await Cloud.GetAsync(ClusterId("one"))).Body, before.Body).ShouldBeTrue();
    }

    /// <summary>The control plane of a node group that is locked down is the principal that the cluster was given.</summary>
    [Fact]
    public async Task ControlPlane_MadeAnewUnderItsName_IsNotLetIntoALockedNodeGroup()
    {
        var (controlPlane, kubelet) = (await MakeIdentityAsync("controller"), await MakeIdentityAsync("kubelet"));
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, kubelet);
        await MakeClusterAsync("one", With(controlPlane, kubelet));
        (await Cloud.DeleteAsync(controlPlane)).ShouldBe(200);
        await MakeIdentityAsync("controller");
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, kubelet);

        (await PutClusterAsync("one", b =>
        {
            b.Remove("identity");
            b["properties"]!["nodeResourceGroupProfile"] = new JsonObject { ["restrictionLevel"] = "ReadOnly" };
        })).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Succeeded");
        var deny = (await Cloud.GetAsync($"{NodeGroupId("one")}/providers/Microsoft.Authorization/denyAssignments")).Items.ShouldHaveSingleItem();
        deny.ToJsonString().ShouldNotContain(PrincipalOf(controlPlane));
    }

    [Fact]
    public async Task KubeletIdentity_ChangedOnASystemAssignedCluster_IsRefused()
    {
        var kubelet = await MakeIdentityAsync("kubelet");
        await MakeClusterAsync("one");

        (await PutClusterAsync("one", b => b["properties"]!["identityProfile"] = Profile(kubelet)))
            .ShouldBeRefused(400, "CustomKubeletIdentityOnlySupportedOnUserAssignedMSICluster");
    }

    [Fact]
    public async Task Cluster_SentBackAsItWasRead_StaysAsItIs()
    {
        var (controlPlane, kubelet) = (await MakeIdentityAsync("controller"), await MakeIdentityAsync("kubelet"));
        await Cloud.AssignAsync(PrincipalOf(controlPlane), Operator, kubelet);
        var before = await MakeClusterAsync("one", With(controlPlane, kubelet));

        (await Cloud.PutAsync($"{ClusterId("one")}?api-version=2025-03-01", before.Body!.ToJsonString())).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        JsonNode.DeepEquals((await Cloud.GetAsync(ClusterId("one"))).Body, before.Body).ShouldBeTrue();
    }

    [Fact]
    public async Task ServicePrincipal_ResetOnAManagedIdentityCluster_IsRefused()
    {
        await MakeClusterAsync("one");
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));

        (await Cloud.PostAsync($"{ClusterId("one")}/resetServicePrincipalProfile?api-version=2022-11-01", $$"""{"clientId":"{{given.AppId}}","secret":"{{given.Secret}}"}"""))
            .ShouldBeRefused(400, "BadRequest", "Updating service principal profile is not allowed on MSI cluster.");
    }

    private async Task<string> MakeIdentityAsync(string name, string? group = null)
    {
        var id = $"{group ?? GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}";
        (await Cloud.PutAsync(id, """{"location":"westus2"}""")).ShouldBe(201);
        return id;
    }

    private string PrincipalOf(string identity) => Cloud.IdentityOf(identity).ObjectId;

    private async Task<IEnumerable<string?>> RolesOfAsync(string principalId) =>
        (await Cloud.GetAsync($"{NodeGroupId("one")}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{principalId}'&api-version=2022-04-01"))
            .Items.Select(a => a.Text("properties", "roleDefinitionId"));

    private static Action<JsonObject> With(string controlPlane, string kubelet) => body =>
    {
        body["identity"] = new JsonObject { ["type"] = "UserAssigned", ["userAssignedIdentities"] = new JsonObject { [controlPlane] = new JsonObject() } };
        body["properties"]!["identityProfile"] = Profile(kubelet);
    };

    private static JsonObject Profile(string kubelet) => new() { ["kubeletidentity"] = new JsonObject { ["resourceId"] = kubelet } };
}
