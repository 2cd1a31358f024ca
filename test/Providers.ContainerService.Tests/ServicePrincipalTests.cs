using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService.Tests;

/// <summary>A cluster on a service principal, and the day on which its secret ends.</summary>
public sealed class ServicePrincipalTests : ClusterTest
{
    [Fact]
    public async Task Cluster_WithNeitherPrincipalNorIdentity_IsRefused() =>
        (await PutClusterAsync("old", b => b.Remove("identity"))).ShouldBeRefused(400, "InvalidParameter");

    [Fact]
    public async Task Cluster_WithAWrongSecret_IsRefusedWithEntrasReason()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        var reply = await PutClusterAsync("old", WithPrincipal(given.AppId, "wrong"));
        reply.ShouldBeRefused(400, "InvalidClientSecret");
        reply.Message!.ShouldStartWith("The credentials in ServicePrincipalProfile were invalid. Please see https://aka.ms/aks-sp-help for more details. (Details: AADSTS7000215:");
        var mends = reply.At("error", "details")!.AsArray().Select(d => d.Text("message")!).ToList();
        mends.ShouldContain(mend => mend.Contains($"az aks create -g {Group} -n old --service-principal {given.AppId}"));
        mends.ShouldNotContain(mend => mend.Contains("update-credentials"));
    }

    [Fact]
    public async Task Cluster_WithAnUnknownPrincipal_IsRefusedAsAzRetries()
    {
        var reply = await PutClusterAsync("old", WithPrincipal(Guid.NewGuid().ToString(), "x"));
        reply.ShouldBeRefused(400, "ServicePrincipalNotFound");
        reply.Message!.ShouldContain("not found in Active Directory tenant");
    }

    [Fact]
    public async Task Cluster_OnAPrincipal_DoesItsWorkAsThatPrincipal()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        var cluster = await MakeClusterAsync("old", WithPrincipal(given.AppId, given.Secret));
        cluster.At("identity").ShouldBeNull();
        var key = cluster.Text("properties", "resourceUID")!;
        CloudProviders.Running[key].ServicePrincipal!.ClientId.ShouldBe(given.AppId);
        CloudProviders.Running[key].MetadataSocket.ShouldBeNull();
        var owned = await Cloud.GetAsync($"{NodeGroupId("old")}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{given.PrincipalId}'&api-version=2022-04-01");
        owned.Items.Select(a => a.Text("properties", "roleDefinitionId")).ShouldBe([Cloud.RoleId("Contributor")]);
    }

    [Fact]
    public async Task Scaling_AfterTheSecretHasEnded_IsRefusedUntilItIsReplaced()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        await MakeClusterAsync("old", WithPrincipal(given.AppId, given.Secret));
        Cloud.Advance(TimeSpan.FromDays(31));
        var refused = await PutClusterAsync("old", b =>
        {
            b.Remove("identity");
            b["properties"]!["servicePrincipalProfile"] = new JsonObject { ["clientId"] = given.AppId };
            b["properties"]!["agentPoolProfiles"]![0]!["count"] = 5;
        });
        refused.ShouldBeRefused(400, "InvalidClientSecret");
        refused.Message!.ShouldContain("AADSTS7000222");
        (await Cloud.GetAsync(ClusterId("old"))).At("properties", "agentPoolProfiles")![0]!["count"]!.GetValue<int>().ShouldBe(3);

        var next = await MakeApplicationAsync(TimeSpan.FromDays(30));
        await Cloud.AssignAsync(next.PrincipalId, "Contributor", NodeGroupId("old"));
        (await Cloud.PostAsync($"{ClusterId("old")}/resetServicePrincipalProfile?api-version=2022-11-01",
            $$"""{"clientId":"{{next.AppId}}","secret":"{{next.Secret}}"}""")).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        (await PutClusterAsync("old", b =>
        {
            b.Remove("identity");
            b["properties"]!["agentPoolProfiles"]![0]!["count"] = 5;
        })).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        Engine.Nodes.Values.Single().Count.ShouldBe(5);
    }

    [Fact]
    public async Task ManagedCluster_AfterItsPrincipalHasEnded_ScalesButEnablesNoAddon()
    {
        await RegisterPreviewAsync();
        await MakeClusterAsync("one");
        Cloud.Advance(TimeSpan.FromDays(366));
        (await PutClusterAsync("one", b => b["properties"]!["agentPoolProfiles"]![0]!["count"] = 4)).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        Engine.Nodes.Values.Single().Count.ShouldBe(4);
        var refused = await PutClusterAsync("one", b => b["properties"]!["addonProfiles"] = new JsonObject { ["omsagent"] = new JsonObject { ["enabled"] = true } });
        refused.ShouldBeRefused(400, "InvalidClientSecret");
    }

    [Fact]
    public async Task Secret_OfACluster_IsNowhereInTheStoreInPlainText()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        await MakeClusterAsync("old", WithPrincipal(given.AppId, given.Secret));
        foreach (var collection in (string[])["resources", "operations", "cluster-principals"])
        {
            var page = await Cloud.Store.ListAsync(collection, cancellationToken: TestContext.Current.CancellationToken);
            page.Documents.ShouldNotBeEmpty();
            page.Documents.Select(d => System.Text.Encoding.UTF8.GetString(d.Body.Span)).ShouldAllBe(text => !text.Contains(given.Secret));
        }
    }
}
