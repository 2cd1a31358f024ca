using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ContainerService.Tests;

public sealed class CertificateRotationTests : ClusterTest
{
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RegisterPreviewAsync();
    }

    [Fact]
    public async Task Rotation_GivesTheClusterAndItsCloudProviderNewCredentials()
    {
        var key = (await MakeClusterAsync("one")).Text("properties", "resourceUID")!;

        var reply = (await RotateAsync("one")).ShouldBe(202);
        var during = await Cloud.GetAsync(ClusterId("one"));
        (await PutClusterAsync("one")).ShouldBeRefused(409, "OperationNotAllowed").Message.ShouldContain("in progress rotate certificates managed cluster operation");
        await Cloud.RunOperationsAsync();

        during.Text("properties", "provisioningState").ShouldBe("RotatingClusterCertificates");
        (await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"])).Text("status").ShouldBe("Succeeded");
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Succeeded");
        var rotation = Engine.Rotations[key];
        (await File.ReadAllTextAsync(CloudProviders.Running[key].Kubeconfig, TestContext.Current.CancellationToken)).ShouldContain($"rotation: {rotation}");
    }

    [Fact]
    public async Task Rotation_KilledInTheMiddle_IsTheSameRotationAfterTheNextStart()
    {
        var key = (await MakeClusterAsync("one")).Text("properties", "resourceUID")!;
        (await RotateAsync("one")).ShouldBe(202);
        await Cloud.StepAsync();
        var rotation = Engine.Rotations[key];

        await Cloud.KillAndRestartAsync();
        await Cloud.RunOperationsAsync();

        Engine.Rotations[key].ShouldBe(rotation);
        CloudProviders.Running.ShouldContainKey(key);
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Rotation_ThatTheEngineCannotDo_FailsInItsWords()
    {
        await MakeClusterAsync("one");
        Engine.Trouble = "the port is taken";
        var reply = await RotateAsync("one");
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"])).Text("error", "message").ShouldBe("the port is taken");
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Failed");
    }

    [Fact]
    public async Task Rotation_OfAStoppedClusterOrWithoutTheRight_IsRefused()
    {
        await MakeClusterAsync("one");
        (await RotateAsync("one", await Cloud.AddPrincipalWithRoleAsync("Azure Kubernetes Service Cluster Admin Role", GroupId))).ShouldBeRefused(403, "AuthorizationFailed");
        await Cloud.PostAsync($"{ClusterId("one")}/stop?api-version=2022-11-01");
        await Cloud.RunOperationsAsync();

        (await RotateAsync("one")).ShouldBeRefused(409, "OperationNotAllowed").Message.ShouldContain("is stopped");
        Engine.Rotations.ShouldBeEmpty();
    }

    private Task<TestReply> RotateAsync(string name, TestPrincipal? by = null) =>
        Cloud.PostAsync($"{ClusterId(name)}/rotateClusterCertificates?api-version=2022-11-01", by: by);
}
