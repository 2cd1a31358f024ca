using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService.Tests;

/// <summary>Managed identity is chosen at creation: an existing cluster stays as it was.</summary>
public sealed class ExistingClusterTests : ClusterTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RegisterPreviewAsync();
    }

    [Fact]
    public async Task ServicePrincipalCluster_ThatAsksForAnIdentity_IsRefusedAndStaysAsItWas()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        var before = await MakeClusterAsync("old", WithPrincipal(given.AppId, given.Secret));

        // az aks update --enable-managed-identity, a repeated az aks create, an upgrade that brings an identity, a body of 2019.
        (await PutClusterAsync("old", WithPrincipal(given.AppId, given.Secret, keepsIdentity: true))).ShouldBeRefused(400, "BadRequest");
        (await PutClusterAsync("old")).ShouldBeRefused(400, "BadRequest");
        (await PutClusterAsync("old", b => b["properties"]!["kubernetesVersion"] = "1.32.4")).ShouldBeRefused(400, "BadRequest");
        var raw = await Cloud.PutAsync($"{ClusterId("old")}?api-version=2019-08-01", """{"location":"westus2","identity":{"type":"SystemAssigned"},"properties":{}}""");
        raw.ShouldBeRefused(400, "BadRequest");
        raw.Message!.ShouldStartWith("Migrating the cluster to MSI cluster is not allowed");

        var after = await Cloud.GetAsync(ClusterId("old"));
        JsonNode.DeepEquals(after.Body, before.Body).ShouldBeTrue(after.Body!.ToJsonString());
        Cloud.Get<IDirectory>().FindManagedIdentity(ClusterId("old")).ShouldBeNull();
    }

    [Fact]
    public async Task IdentityCluster_ThatGivesItsIdentityUp_IsRefused()
    {
        var before = await MakeClusterAsync("one");
        (await PutClusterAsync("one", b => b["identity"] = new JsonObject { ["type"] = "None" })).ShouldBeRefused(400, "BadRequest");
        JsonNode.DeepEquals((await Cloud.GetAsync(ClusterId("one"))).Body, before.Body).ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"type":null}""")]
    [InlineData("null")]
    public async Task IdentityCluster_WrittenWithoutATypeOfIdentity_KeepsItsIdentity(string identity)
    {
        var before = await MakeClusterAsync("one");

        (await PutClusterAsync("one", b => b["identity"] = JsonNode.Parse(identity))).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        await ShouldBeAsBeforeAsync();

        (await Cloud.PatchAsync(ClusterId("one"), $$"""{"identity":{{identity}} }""")).Status.ShouldBeInRange(200, 202);
        await Cloud.RunOperationsAsync();
        await ShouldBeAsBeforeAsync();

        async Task ShouldBeAsBeforeAsync() => JsonNode.DeepEquals((await Cloud.GetAsync(ClusterId("one"))).Body, before.Body).ShouldBeTrue();
    }

    [Fact]
    public async Task IdentityCluster_WrittenAgainTheSame_KeepsItsIdentitiesAndRoles()
    {
        var before = await MakeClusterAsync("one");
        (await PutClusterAsync("one")).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        var after = await Cloud.GetAsync(ClusterId("one"));
        JsonNode.DeepEquals(after.Body, before.Body).ShouldBeTrue(after.Body!.ToJsonString());
    }

    [Fact]
    public async Task ARoleThatWasTakenAway_IsNotGivenBackByAnUpdate()
    {
        var cluster = await MakeClusterAsync("one");
        var path = $"{NodeGroupId("one")}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{cluster.Text("identity", "principalId")}'&api-version=2022-04-01";
        var assignment = (await Cloud.GetAsync(path)).Items.Single().Text("id")!;
        (await Cloud.DeleteAsync($"{assignment}?api-version=2022-04-01")).ShouldBe(200);
        (await PutClusterAsync("one", b => b["tags"] = new JsonObject { ["a"] = "b" })).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(path)).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("dnsPrefix", "other")]
    [InlineData("nodeResourceGroup", "other")]
    public async Task Property_ChosenAtCreation_CannotBeChanged(string property, string value)
    {
        await MakeClusterAsync("one");
        (await PutClusterAsync("one", b => b["properties"]![property] = value))
            .ShouldBeRefused(400, "PropertyChangeNotAllowed", $"Changing property '{property}' is not allowed.");
    }

    [Fact]
    public async Task PrincipalProfile_SentBackWithoutItsSecret_ChangesNothing()
    {
        var before = await MakeClusterAsync("one");
        var clientId = before.Text("properties", "servicePrincipalProfile", "clientId");
        (await PutClusterAsync("one", b => b["properties"]!["servicePrincipalProfile"] = new JsonObject { ["clientId"] = clientId })).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        JsonNode.DeepEquals((await Cloud.GetAsync(ClusterId("one"))).Body, before.Body).ShouldBeTrue();
    }

    [Fact]
    public async Task Upgrade_OfAMinorVersion_ReachesControlPlaneAndNodes()
    {
        var key = (await MakeClusterAsync("one")).Text("properties", "resourceUID")!;
        (await PutClusterAsync("one", b =>
        {
            b["properties"]!["kubernetesVersion"] = "1.32.4";
            b["properties"]!["agentPoolProfiles"]![0]!["orchestratorVersion"] = "1.32.4";
        })).ShouldBe(200).Text("properties", "provisioningState").ShouldBe("Upgrading");
        await Cloud.RunOperationsAsync();
        Engine.ControlPlanes[key].KubernetesVersion.ShouldBe("1.32.4");
        Engine.Nodes[key].Values.ShouldAllBe(n => n.KubernetesVersion == "1.32.4");
    }

    [Fact]
    public async Task Upgrade_Downwards_IsRefused()
    {
        await MakeClusterAsync("one");
        (await PutClusterAsync("one", b => b["properties"]!["kubernetesVersion"] = "1.30.12")).ShouldBeRefused(400, "OperationNotAllowed");
    }

    [Fact]
    public async Task Write_WhileAnotherIsUnderWay_IsRefused()
    {
        var go = new TaskCompletionSource();
        Engine.BeforeCreate = () => go.Task;
        (await PutClusterAsync("one")).ShouldBe(201);
        (await PutClusterAsync("one")).ShouldBeRefused(409, "OperationNotAllowed");
        go.SetResult();
        await Cloud.RunOperationsAsync();
    }

    [Fact]
    public async Task Start_ThatTheEngineCannotDo_FailsWithItsReasonAndCanBeTriedAgain()
    {
        await MakeClusterAsync("one");
        await Cloud.PostAsync($"{ClusterId("one")}/stop?api-version=2022-11-01");
        await Cloud.RunOperationsAsync();
        Engine.Trouble = "port 41234 is taken by another program";
        var reply = (await Cloud.PostAsync($"{ClusterId("one")}/start?api-version=2022-11-01")).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"])).Text("error", "message").ShouldBe(Engine.Trouble);
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Failed");
        Engine.Trouble = null;
        (await Cloud.PostAsync($"{ClusterId("one")}/start?api-version=2022-11-01")).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Start_OfAClusterWhoseCreationFailed_IsRefused()
    {
        (await PutClusterAsync("one")).ShouldBe(201);
        await Cloud.AddGroupAsync($"MC_{Group}_one_westus2");
        await Cloud.RunOperationsAsync();
        (await Cloud.PostAsync($"{ClusterId("one")}/start?api-version=2022-11-01")).ShouldBeRefused(409, "OperationNotAllowed");
    }

    [Fact]
    public async Task StopAndStart_KeepTheCluster()
    {
        var key = (await MakeClusterAsync("one")).Text("properties", "resourceUID")!;
        (await Cloud.PostAsync($"{ClusterId("one")}/stop?api-version=2022-11-01")).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        Engine.Running[key].ShouldBeFalse();
        (await PutClusterAsync("one")).ShouldBeRefused(409, "OperationNotAllowed");
        (await Cloud.PostAsync($"{ClusterId("one")}/start?api-version=2022-11-01")).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        Engine.Running[key].ShouldBeTrue();
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "powerState", "code").ShouldBe("Running");
    }
}
