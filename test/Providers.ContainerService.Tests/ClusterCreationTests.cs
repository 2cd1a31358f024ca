using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerService.Tests;

public sealed class ClusterCreationTests : ClusterTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RegisterPreviewAsync();
    }

    [Fact]
    public async Task Creation_Accepted_Answers201WithAnOperationAndThePrincipal()
    {
        var reply = (await PutClusterAsync("one")).ShouldBe(201);
        reply.Text("properties", "provisioningState").ShouldBe("Creating");
        reply.Headers["Azure-AsyncOperation"].ShouldContain("/providers/Microsoft.ContainerService/locations/westus2/operations/");
        reply.Headers["Retry-After"].ShouldBe("1");
        reply.Text("identity", "principalId").ShouldBe(Cloud.Get<IDirectory>().FindManagedIdentity(ClusterId("one"))!.PrincipalId);
    }

    [Fact]
    public async Task Creation_Ended_FillsTheNodeResourceGroup()
    {
        await MakeClusterAsync("one");
        var group = (await Cloud.GetAsync(NodeGroupId("one"))).ShouldBe(200);
        group.Text("managedBy").ShouldBe(ClusterId("one"));
        var types = (await Cloud.GetAsync($"{NodeGroupId("one")}/resources?api-version=2021-04-01")).Items.Select(i => i.Text("type")).Order();
        types.ShouldBe([
            "Microsoft.Compute/virtualMachineScaleSets", "Microsoft.ManagedIdentity/userAssignedIdentities", "Microsoft.Network/loadBalancers",
            "Microsoft.Network/networkSecurityGroups", "Microsoft.Network/publicIPAddresses", "Microsoft.Network/routeTables", "Microsoft.Network/virtualNetworks",
        ]);
    }

    [Fact]
    public async Task Creation_Ended_HasTwoIdentitiesWithTheirRoles()
    {
        var cluster = await MakeClusterAsync("one");
        var kubelet = cluster.At("properties", "identityProfile", "kubeletidentity");
        kubelet.Text("resourceId").ShouldBe($"{NodeGroupId("one")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/one-agentpool");
        var assignments = (await Cloud.GetAsync($"{NodeGroupId("one")}/providers/Microsoft.Authorization/roleAssignments?$filter=atScope()&api-version=2022-04-01")).Items;
        RoleOf(cluster.Text("identity", "principalId")!).ShouldBe([Cloud.RoleId("Contributor")]);
        RoleOf(kubelet.Text("objectId")!).ShouldBe([Cloud.RoleId("Reader")]);

        IEnumerable<string> RoleOf(string principalId) => assignments
            .Where(a => a.Text("properties", "principalId") == principalId).Select(a => a.Text("properties", "roleDefinitionId")!);
    }

    [Fact]
    public async Task Creation_Ended_MachinesCarryTheKubeletsIdentityAndServeIt()
    {
        var cluster = await MakeClusterAsync("one");
        var key = cluster.Text("properties", "resourceUID")!;
        var nodes = Engine.Nodes[key].Keys.Order().ToList();
        nodes.Count.ShouldBe(3);
        nodes[0].ShouldMatch("^aks-nodepool1-[0-9]{8}-vmss000000$");
        var owner = Listeners.Open[nodes[0]].OwnerResourceId;
        var scaleSet = (await Cloud.GetAsync(owner)).ShouldBe(200);
        ((JsonObject)scaleSet.At("identity", "userAssignedIdentities")!).Select(p => p.Key)
            .ShouldBe([cluster.Text("properties", "identityProfile", "kubeletidentity", "resourceId")!]);
        Listeners.Open[$"control-plane-{key}"].OwnerResourceId.ShouldBe(ClusterId("one"));
        CloudProviders.Running[key].MetadataSocket.ShouldNotBeNull();
        CloudProviders.Running[key].ServicePrincipal.ShouldBeNull();
    }

    [Fact]
    public async Task Creation_WithoutAServicePrincipal_MakesOneThatAksOwns()
    {
        var cluster = await MakeClusterAsync("one");
        var clientId = cluster.Text("properties", "servicePrincipalProfile", "clientId")!;
        Cloud.Get<IDirectory>().FindServicePrincipal(Cloud.TenantId, clientId).ShouldNotBeNull();
        cluster.Body!.ToJsonString().ShouldNotContain("secret");
    }

    [Fact]
    public async Task Creation_WithAGivenServicePrincipal_UsesItForTheAddons()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        var cluster = await MakeClusterAsync("one", body =>
        {
            WithPrincipal(given.AppId, given.Secret, keepsIdentity: true)(body);
            body["properties"]!["addonProfiles"] = new JsonObject { ["omsagent"] = new JsonObject { ["enabled"] = true } };
        });
        cluster.Text("properties", "servicePrincipalProfile", "clientId").ShouldBe(given.AppId);
        var assignments = (await Cloud.GetAsync($"{ClusterId("one")}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{given.PrincipalId}'&api-version=2022-04-01")).Items;
        assignments.Select(a => a.Text("properties", "roleDefinitionId")).ShouldBe([Cloud.RoleId("Monitoring Metrics Publisher")]);
    }

    [Fact]
    public async Task Creation_ByTheClientOf2019_IsServed()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        var body = $$$$"""
            {"location":"westus2","identity":{"type":"SystemAssigned"},"properties":{"kubernetesVersion":"","dnsPrefix":"old","agentPoolProfiles":[
            {"name":"nodepool1","count":1,"vmSize":"Standard_DS2_v2","osType":"Linux","type":"VirtualMachineScaleSets"}],
            "servicePrincipalProfile":{"clientId":"{{{{given.AppId}}}}","secret":"{{{{given.Secret}}}}"}}}
            """;
        (await Cloud.PutAsync($"{ClusterId("old")}?api-version=2019-08-01", body)).ShouldBe(201);
        await Cloud.RunOperationsAsync();
        var cluster = await Cloud.GetAsync($"{ClusterId("old")}?api-version=2019-08-01");
        cluster.Text("properties", "provisioningState").ShouldBe("Succeeded");
        cluster.Text("identity", "principalId").ShouldNotBeNull();
        cluster.Text("properties", "servicePrincipalProfile", "clientId").ShouldBe(given.AppId);
    }

    [Fact]
    public async Task Creation_WhoseNodeResourceGroupIsTakenMeanwhile_FailsAndLeavesTheGroupAlone()
    {
        var reply = (await PutClusterAsync("one")).ShouldBe(201);
        await Cloud.AddGroupAsync($"MC_{Group}_one_westus2");
        await Cloud.RunOperationsAsync();
        var operation = await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"]);
        operation.Text("status").ShouldBe("Failed");
        operation.Text("error", "code").ShouldBe("NodeResourceGroupAlreadyExists");
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Failed");
        (await Cloud.DeleteAsync(ClusterId("one"))).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(NodeGroupId("one"))).ShouldBe(200);
    }

    [Fact]
    public async Task Creation_KilledInTheMiddle_CompletesByItselfAndItsOperationStillAnswers()
    {
        var reached = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        Engine.BeforeCreate = () =>
        {
            reached.TrySetResult();
            return never.Task;
        };
        var reply = (await PutClusterAsync("one")).ShouldBe(201);
        await reached.Task;
        var killed = Cloud.KillAndRestartAsync();
        Engine.BeforeCreate = () => Task.CompletedTask;
        never.TrySetException(new IOException("the process is gone"));
        await killed;
        await Cloud.RunOperationsAsync();
        (await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"])).Text("status").ShouldBe("Succeeded");
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Succeeded");
        Engine.Nodes.Values.Single().Count.ShouldBe(3);
    }

    [Fact]
    public async Task Restart_AfterCreation_BringsEverythingUpAgain()
    {
        var key = (await MakeClusterAsync("one")).Text("properties", "resourceUID")!;
        Engine.Running.Clear();
        Listeners.Open.Clear();
        CloudProviders.Running.Clear();
        await Cloud.RestartAsync();
        await Cloud.Get<ClusterResumption>().RunAsync();
        Engine.Running[key].ShouldBeTrue();
        Listeners.Open.Count.ShouldBe(4);
        CloudProviders.Running.ShouldContainKey(key);
    }

    [Theory]
    [InlineData("dnsPrefix", "-x", "DnsPrefixInvalid")]
    [InlineData("dnsPrefix", "a\n", "DnsPrefixInvalid")]
    [InlineData("kubernetesVersion", "1.99.0", "K8sVersionNotSupported")]
    public async Task Creation_WithAValueThatAksRefuses_IsRefused(string property, string value, string code)
    {
        (await PutClusterAsync("one", b => b["properties"]![property] = value)).ShouldBeRefused(400, code);
        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(404);
        Cloud.Get<IDirectory>().FindManagedIdentity(ClusterId("one")).ShouldBeNull();
    }

    [Theory]
    [InlineData("name", "Pool_1")]
    [InlineData("name", "p1\n")]
    [InlineData("vmSize", "Standard_Nonesuch")]
    [InlineData("osType", "Windows")]
    public async Task Creation_WithAPoolThatAksRefuses_IsRefused(string property, string value)
    {
        var reply = await PutClusterAsync("one", b => b["properties"]!["agentPoolProfiles"]![0]![property] = value);
        reply.Status.ShouldBe(400);
        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(404);
    }

    [Fact]
    public async Task Creation_BySomebodyWithoutARole_IsRefusedWithAzuresText()
    {
        var stranger = await Cloud.AddPrincipalAsync();
        (await PutClusterAsync("one", by: stranger)).ShouldBeRefused(403, "AuthorizationFailed",
            $"The client '{stranger.ClientId}' with object id '{stranger.ObjectId}' does not have authorization to perform action 'Microsoft.ContainerService/managedClusters/write' over scope '{ClusterId("one")}' or the scope is invalid. If access was recently granted, please refresh your credentials.");
    }

    [Fact]
    public async Task Creation_OnASubnetThatTheCallerMayNotJoin_IsRefused()
    {
        (await Cloud.PutAsync($"{GroupId}/providers/Microsoft.Network/virtualNetworks/net",
            """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.1.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.1.0.0/24"}}]}}""")).ShouldBe(201);
        var caller = await Cloud.AddPrincipalAsync();
        await Cloud.AddGroupAsync("own");
        await Cloud.AssignAsync(caller.ObjectId, "Contributor", $"{Cloud.Subscription}/resourceGroups/own");
        var subnet = $"{GroupId}/providers/Microsoft.Network/virtualNetworks/net/subnets/s";
        var reply = await Cloud.PutAsync($"{Cloud.Subscription}/resourceGroups/own/providers/Microsoft.ContainerService/managedClusters/one?api-version=2022-11-01",
            Body(b => b["properties"]!["agentPoolProfiles"]![0]!["vnetSubnetID"] = subnet), caller);
        reply.ShouldBeRefused(403, "LinkedAuthorizationFailed");
    }
}
