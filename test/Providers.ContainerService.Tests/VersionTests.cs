namespace Verditer.Providers.ContainerService.Tests;

public sealed class VersionTests : ClusterTest
{
    [Fact]
    public async Task Orchestrators_Listed_NameTheDefaultAndTheUpgrades()
    {
        var reply = (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.ContainerService/locations/westus2/orchestrators?api-version=2019-04-01&resource-type=managedClusters")).ShouldBe(200);
        var all = reply.At("properties", "orchestrators")!.AsArray();
        all.Select(o => o!["orchestratorVersion"]!.ToString()).ShouldBe(["1.32.4", "1.31.8", "1.31.7", "1.30.12"]);
        all.Single(o => o!["default"] is not null)!["orchestratorVersion"]!.ToString().ShouldBe("1.31.8");
        all[3]!["upgrades"]!.AsArray().Select(u => u!["orchestratorVersion"]!.ToString()).ShouldBe(["1.31.8", "1.31.7"]);
    }

    [Fact]
    public async Task KubernetesVersions_Listed_GroupPatchesByMinor()
    {
        var reply = (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.ContainerService/locations/westus2/kubernetesVersions?api-version=2025-03-01")).ShouldBe(200);
        reply.At("values")!.AsArray().Select(v => v!["version"]!.ToString()).ShouldBe(["1.32", "1.31", "1.30"]);
    }

    [Fact]
    public async Task UpgradeProfile_OfACluster_NamesWhatItCanBecome()
    {
        await RegisterPreviewAsync();
        await MakeClusterAsync("one");
        var reply = (await Cloud.GetAsync($"{ClusterId("one")}/upgradeProfiles/default?api-version=2022-11-01")).ShouldBe(200);
        reply.At("properties", "controlPlaneProfile", "upgrades")!.AsArray().Select(u => u!["kubernetesVersion"]!.ToString()).ShouldBe(["1.32.4"]);
    }

    [Fact]
    public async Task Credentials_OfAClusterWhoseCreationFailed_AreRefused()
    {
        await RegisterPreviewAsync();
        (await PutClusterAsync("one")).ShouldBe(201);
        await Cloud.AddGroupAsync($"MC_{Group}_one_westus2");
        (await Cloud.PostAsync($"{ClusterId("one")}/listClusterUserCredential?api-version=2022-11-01")).ShouldBeRefused(409, "OperationNotAllowed");
        await Cloud.RunOperationsAsync();
        (await Cloud.PostAsync($"{ClusterId("one")}/listClusterUserCredential?api-version=2022-11-01")).ShouldBeRefused(409, "OperationNotAllowed");
    }

    [Fact]
    public async Task Cluster_ReadWithTheEmptySegmentThatAzWrites_IsFound()
    {
        await RegisterPreviewAsync();
        await MakeClusterAsync("one");
        (await Cloud.GetAsync($"{GroupId}/providers/Microsoft.ContainerService//managedClusters/one?api-version=2022-11-01")).ShouldBe(200);
    }

    [Fact]
    public async Task PoolVersions_OfACluster_AreNoneNewerThanItsOwn()
    {
        await RegisterPreviewAsync();
        await MakeClusterAsync("one");
        var reply = (await Cloud.GetAsync($"{ClusterId("one")}/availableAgentPoolVersions?api-version=2022-11-01")).ShouldBe(200);
        reply.At("properties", "agentPoolVersions")!.AsArray().Select(v => $"{v!["kubernetesVersion"]} {v["default"]}")
            .ShouldBe(["1.31.8 true", "1.31.7 false", "1.30.12 false"]);
    }

    [Theory]
    [InlineData("listClusterUserCredential", "clusterUser", "False")]
    [InlineData("listClusterAdminCredential", "clusterAdmin", "True")]
    public async Task Credentials_OfACluster_AreTheEngines(string action, string name, string admin)
    {
        await RegisterPreviewAsync();
        await MakeClusterAsync("one");
        var reply = (await Cloud.PostAsync($"{ClusterId("one")}/{action}?api-version=2022-11-01")).ShouldBe(200);
        var config = reply.At("kubeconfigs")![0]!;
        config["name"]!.ToString().ShouldBe(name);
        System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(config["value"]!.ToString())).ShouldBe($"user: {name}_{Group}_one, admin: {admin}");
    }
}
