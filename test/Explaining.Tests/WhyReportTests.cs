using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager.Testing;
using Verditer.Storage;

namespace Verditer.Explaining.Tests;

/// <summary>Mistakes as they are really made, and that what the report says mends them.</summary>
public sealed class WhyReportTests : ExplainingTest
{
    [Fact]
    public async Task RoleOnTheControlPlanesIdentity_IsNamed_AndTheCommandMendsIt()
    {
        var group = await Cloud.AddGroupAsync();
        var (controlPlane, kubelet) = await AddClusterAsync(group);
        await Cloud.AssignAsync(controlPlane.ObjectId, "Reader", group);
        (await Cloud.GetAsync(group, kubelet)).ShouldBe(403);

        var report = await WhyAsync();
        Names(report)[0].ShouldBe("role-on-control-plane-identity");
        report["caller"]!["belongsTo"]!.AsArray().Select(b => (string)b!).ShouldContain(b => b.StartsWith("the kubelet identity of the cluster 'aks'"));
        report["commands"]![0].Text("command").ShouldBe($"az role assignment create --assignee-object-id {kubelet.ObjectId} --assignee-principal-type ServicePrincipal --role Reader --scope {group}");
        report.Flag("now", "allowed").ShouldBe(false);

        await Cloud.AssignAsync(kubelet.ObjectId, "Reader", group);
        (await WhyAsync()).Flag("now", "allowed").ShouldBe(true);
        (await WhyAsync())["assignments"]!.AsArray().Count.ShouldBe(0, "the report is of then, not of now");
    }

    /// <summary>What AKS gives the control plane in the node group is meant for it; taking it away would break the cluster.</summary>
    [Fact]
    public async Task RoleOfTheControlPlaneInTheNodeGroup_IsNoMistake()
    {
        var nodes = await Cloud.AddGroupAsync("MC_rg_aks");
        var (controlPlane, kubelet) = await AddClusterAsync(await Cloud.AddGroupAsync());
        await Cloud.AssignAsync(controlPlane.ObjectId, "Contributor", nodes);
        (await Cloud.GetAsync($"{nodes}/providers/Microsoft.Compute/virtualMachineScaleSets", kubelet)).ShouldBe(403);

        var report = await WhyAsync();

        Names(report).ShouldNotContain("role-on-control-plane-identity");
        var commands = report["commands"]!.AsArray().Select(c => c.Text("command")!).ToList();
        commands.ShouldAllBe(c => !c.Contains(" delete "));
        commands[0].ShouldBe($"az role assignment create --assignee-object-id {kubelet.ObjectId} --assignee-principal-type ServicePrincipal --role Reader --scope {nodes}");
    }

    [Fact]
    public async Task RoleOfTheControlPlaneElsewhere_IsNamedBesideThatInTheNodeGroup()
    {
        var nodes = await Cloud.AddGroupAsync("MC_rg_aks");
        var (controlPlane, kubelet) = await AddClusterAsync(await Cloud.AddGroupAsync());
        await Cloud.AssignAsync(controlPlane.ObjectId, "Reader");
        await Cloud.AssignAsync(controlPlane.ObjectId, "Contributor", nodes);
        (await Cloud.GetAsync($"{nodes}/providers/Microsoft.Compute/virtualMachineScaleSets", kubelet)).ShouldBe(403);

        var report = await WhyAsync();

        Names(report)[0].ShouldBe("role-on-control-plane-identity");
        report["commands"]!.AsArray().Select(c => c.Text("command")!).ShouldAllBe(c => !c.Contains(" delete "), "the control plane may need what it holds");
    }

    [Fact]
    public async Task ClientIdInPlaceOfTheObjectId_IsNamed_BothWays()
    {
        var group = await Cloud.AddGroupAsync();
        var app = await Cloud.AddPrincipalAsync();
        (await Cloud.PutAsync(Cloud.AssignmentId(group), Assignment(app.ClientId, null))).ShouldBeRefused(400, "PrincipalNotFound");
        var first = await WhyAsync();
        Names(first).ShouldBe(["client-id-as-principal-id"]);
        first["findings"]![0].Text("text")!.ShouldContain(app.ObjectId);

        (await Cloud.PutAsync(Cloud.AssignmentId(group), Assignment(app.ClientId, "ServicePrincipal"))).ShouldBe(201);
        (await Cloud.GetAsync(group, app)).ShouldBe(403);
        var second = await WhyAsync();
        Names(second).ShouldBe(["client-id-as-principal-id"]);
        second["assignments"]!.AsArray().ShouldHaveSingleItem().Text("verdict").ShouldBe("NamesClientId");
        second["commands"]![0].Text("command")!.ShouldStartWith($"az role assignment create --assignee-object-id {app.ObjectId}");
    }

    /// <summary>Roles made for one service of Azure's grant less, and so do roles that may read groups beside what they are for; nobody would give those.</summary>
    [Theory]
    [InlineData("PUT", "/providers/Microsoft.Network/loadBalancers/b", "'Network Contributor'")]
    [InlineData("GET", "", "Reader")]
    public async Task Commands_BeginWithTheRoleThatPeopleGive(string method, string path, string role)
    {
        var group = await Cloud.AddGroupAsync();
        var app = await Cloud.AddPrincipalAsync();
        (await Cloud.SendAsync(method, group + path, method == "PUT" ? """{"location":"westus2"}""" : null, app)).ShouldBe(403);

        (await WhyAsync())["commands"]![0].Text("command")!.ShouldContain($"--role {role} ");
    }

    [Fact]
    public async Task LeastPrivilege_IsGivenOnTheNearestScopeThatExists()
    {
        var group = await Cloud.AddGroupAsync();
        var app = await Cloud.AddPrincipalAsync();
        (await Cloud.PutAsync($"{group}/providers/Microsoft.Network/virtualNetworks/new", Network, app)).ShouldBe(403);
        var commands = (await WhyAsync())["commands"]!.AsArray().Select(c => c.Text("command")!).ToList();
        commands.ShouldAllBe(c => c.EndsWith($" --scope {group}"));
        var role = commands[0].Split("--role ")[1].Split(" --scope")[0].Trim('\'');
        await Cloud.AssignAsync(app.ObjectId, role, group);
        (await Cloud.PutAsync($"{group}/providers/Microsoft.Network/virtualNetworks/new", Network, app)).Status.ShouldBeInRange(200, 201);
    }

    /// <summary>What is newest, and what came after what, is not what Verditer's clock says when it was moved back meanwhile.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Newest_AfterTheClockWasMovedBack_IsWhatHappenedLast(bool signInIsLast)
    {
        var app = await AddApplicationAsync();
        var stranger = await Cloud.AddPrincipalAsync();
        Func<Task>[] happenings =
        [
            async () => (await Cloud.GetAsync(Cloud.Subscription, stranger)).ShouldBe(403),
            async () => (await SignInAsync(app with { Secret = "wrong" })).Error.ShouldNotBeNull(),
        ];
        Cloud.Advance(TimeSpan.FromDays(100));
        await happenings[signInIsLast ? 0 : 1]();
        Cloud.HostTime.Advance(TimeSpan.FromSeconds(2));
        await AddApplicationAsync();
        Cloud.Advance(TimeSpan.FromDays(-100));
        Cloud.HostTime.Advance(TimeSpan.FromSeconds(2));
        await happenings[signInIsLast ? 1 : 0]();
        Cloud.HostTime.Advance(TimeSpan.FromSeconds(2));

        (await WhyAsync()).Text("kind").ShouldBe(signInIsLast ? "signIn" : "refusal");
        (await WhyAsync()).Text("hostTime").ShouldNotBeNull();
        await AddApplicationAsync();
        var events = await Cloud.Get<EventStream>().ReadAsync(EventStream.Kinds.ToHashSet(), null, 1000, default);
        string[] last = signInIsLast ? ["refusal", "audit", "signIn", "audit"] : ["signIn", "audit", "refusal", "audit"];
        events.Where(e => e.Text("result") is not "succeeded").TakeLast(20).Select(e => e.Text("kind")!).Aggregate(
            new List<string>(), (runs, kind) => runs is [.., var end] && end == kind ? runs : [.. runs, kind]).TakeLast(4).ShouldBe(last);
    }

    [Fact]
    public async Task Roles_OnTheRootGroup_AreProposedThere()
    {
        var root = $"/providers/Microsoft.Management/managementGroups/{Cloud.TenantId}";

        (await Cloud.Get<ClusterCatalog>().NearestAsync(root, default)).ShouldBe(root);
        (await Cloud.Get<ClusterCatalog>().NearestAsync("/providers/Microsoft.Management/managementGroups/nobody", default)).ShouldBe("/");
    }

    private string Assignment(string principalId, string? type) => new JsonObject
    {
        ["properties"] = new JsonObject { ["roleDefinitionId"] = Cloud.RoleId("Reader"), ["principalId"] = principalId, ["principalType"] = type },
    }.ToJsonString();

    private async Task<JsonObject> WhyAsync() => (await Cloud.Get<WhyReports>().FindAsync(null, default)).ShouldNotBeNull();

    private static List<string?> Names(JsonObject report) => [.. report["findings"]!.AsArray().Select(f => f.Text("name"))];

    /// <summary>A cluster as it is stored, and its two identities.</summary>
    private async Task<(TestPrincipal ControlPlane, TestPrincipal Kubelet)> AddClusterAsync(string group)
    {
        var (cluster, kubelet) = ($"{group}/providers/Microsoft.ContainerService/managedClusters/aks", $"{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/aks-agentpool");
        await Cloud.Get<IDirectory>().EnsureManagedIdentityAsync(Cloud.TenantId, cluster, ManagedIdentityKind.SystemAssigned);
        var made = await Cloud.Get<IDirectory>().EnsureManagedIdentityAsync(Cloud.TenantId, kubelet, ManagedIdentityKind.UserAssigned);
        var body = new JsonObject
        {
            ["id"] = cluster,
            ["identity"] = new JsonObject { ["type"] = "SystemAssigned" },
            ["properties"] = new JsonObject
            {
                ["nodeResourceGroup"] = "MC_rg_aks",
                ["servicePrincipalProfile"] = new JsonObject { ["clientId"] = "msi" },
                ["identityProfile"] = new JsonObject { ["kubeletidentity"] = new JsonObject { ["objectId"] = made.PrincipalId, ["resourceId"] = kubelet, ["clientId"] = made.ClientId } },
            },
        };
        await Cloud.Store.CommitAsync(new WriteBatch().Put("resources", cluster.ToLowerInvariant(), Json.ToBytes(body)));
        return (Cloud.IdentityOf(cluster), Cloud.IdentityOf(kubelet));
    }
}
