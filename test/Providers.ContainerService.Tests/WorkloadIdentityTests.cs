using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ContainerService.Tests;

public sealed class WorkloadIdentityTests : ClusterTest
{
    protected override RuleSet Rules => RuleSet.Ga;

    [Fact]
    public async Task Cluster_WithAnIssuer_SaysItsAddressAndHasKeysThere()
    {
        var cluster = await MakeClusterAsync("one", Enabled());

        var issuer = cluster.Text("properties", "oidcIssuerProfile", "issuerURL")!;
        issuer.ShouldMatch($"^https://westus2\\.oic\\.prod-aks\\.azure\\.com/{Cloud.TenantId}/[0-9a-f-]{{36}}/$");
        var key = cluster.Text("properties", "resourceUID")!;
        (Engine.ControlPlanes[key].Issuer, Engine.ControlPlanes[key].WorkloadIdentityTenant).ShouldBe((issuer, null));
        (await KeysAsync(issuer))!["keys"]![0].Text("kid").ShouldBe(key);
    }

    [Fact]
    public async Task Cluster_WithoutAnIssuer_SaysSo()
    {
        var cluster = await MakeClusterAsync("one");

        cluster.At("properties", "oidcIssuerProfile")!.ToJsonString().ShouldBe("""{"enabled":false}""");
        Engine.ControlPlanes[cluster.Text("properties", "resourceUID")!].Issuer.ShouldBeNull();
    }

    [Fact]
    public async Task Issuer_OfAnExistingCluster_IsEnabledOnceAndStays()
    {
        var key = (await MakeClusterAsync("one")).Text("properties", "resourceUID")!;

        var first = await MakeAgainAsync(Enabled("https://forged.example/"));
        var second = await MakeAgainAsync(body => body["properties"]!.AsObject().Remove("oidcIssuerProfile"));

        first.Text("properties", "oidcIssuerProfile", "issuerURL")!.ShouldStartWith("https://westus2.oic.");
        second.At("properties", "oidcIssuerProfile")!.ToJsonString().ShouldBe(first.At("properties", "oidcIssuerProfile")!.ToJsonString());
        Engine.ControlPlanes[key].Issuer.ShouldBe(first.Text("properties", "oidcIssuerProfile", "issuerURL"));
        (await PutClusterAsync("one", body => body["properties"]!["oidcIssuerProfile"] = new JsonObject { ["enabled"] = false }))
            .ShouldBeRefused(400, "OIDCIssuerFeatureCannotBeDisabled").Message.ShouldBe("OIDC issuer feature cannot be disabled.");
    }

    [Fact]
    public async Task Issuer_OfADeletedCluster_HasNoKeys()
    {
        var issuer = (await MakeClusterAsync("one", Enabled())).Text("properties", "oidcIssuerProfile", "issuerURL")!;

        await Cloud.DeleteAsync(ClusterId("one"));
        await Cloud.RunOperationsAsync();

        (await KeysAsync(issuer))!.ToJsonString().ShouldBe("""{"keys":[]}""");
        (await Cloud.Store.ListAsync("cluster-issuers", cancellationToken: TestContext.Current.CancellationToken)).Documents.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("https://issuer.example/", null)]
    [InlineData("https://westus2.oic.prod-aks.azure.com/a/b/", """{"keys":[]}""")]
    [InlineData("not an address", null)]
    public async Task Keys_OfAnIssuerThatIsNoCluster_AreNone(string issuer, string? keys) => (await KeysAsync(issuer))?.ToJsonString().ShouldBe(keys);

    [Fact]
    public async Task WorkloadIdentity_ComesWithTheIssuerAndCanBeTakenAway()
    {
        var key = (await MakeClusterAsync("one", body =>
        {
            Enabled()(body);
            Workload(true)(body);
        })).Text("properties", "resourceUID")!;
        Engine.ControlPlanes[key].WorkloadIdentityTenant.ShouldBe(Cloud.TenantId);

        await MakeAgainAsync(Workload(false));

        Engine.ControlPlanes[key].WorkloadIdentityTenant.ShouldBeNull();
    }

    [Fact]
    public async Task WorkloadIdentity_WithoutAnIssuer_IsRefused() =>
        (await PutClusterAsync("one", Workload(true))).ShouldBeRefused(400, "BadRequest").Message.ShouldContain("OIDC issuer");

    [Fact]
    public async Task SigningKeys_AreRotatedByAnOperation()
    {
        var key = (await MakeClusterAsync("one", Enabled())).Text("properties", "resourceUID")!;

        var reply = (await RotateAsync()).ShouldBe(202);
        (await RotateAsync()).ShouldBeRefused(409, "OperationNotAllowed");
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(reply.Headers["Azure-AsyncOperation"])).Text("status").ShouldBe("Succeeded");
        Engine.KeyRotations[key].ShouldNotBeNull();
        (await Cloud.GetAsync(ClusterId("one"))).Text("properties", "provisioningState").ShouldBe("Succeeded");
    }

    [Fact]
    public async Task SigningKeys_OfAClusterThatIsNoIssuer_AreNotRotated()
    {
        await MakeClusterAsync("one");

        (await RotateAsync()).ShouldBeRefused(400, "BadRequest");
    }

    private static Action<JsonObject> Enabled(string? address = null) => body =>
        body["properties"]!["oidcIssuerProfile"] = new JsonObject { ["enabled"] = true, ["issuerURL"] = address };

    private static Action<JsonObject> Workload(bool enabled) => body =>
        body["properties"]!["securityProfile"] = new JsonObject { ["workloadIdentity"] = new JsonObject { ["enabled"] = enabled } };

    private async Task<TestReply> MakeAgainAsync(Action<JsonObject> change)
    {
        (await PutClusterAsync("one", change)).ShouldBe(200);
        await Cloud.RunOperationsAsync();
        return (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(200);
    }

    private Task<TestReply> RotateAsync() => Cloud.PostAsync($"{ClusterId("one")}/rotateServiceAccountSigningKeys?api-version=2025-03-01");

    private async Task<JsonObject?> KeysAsync(string issuer)
    {
        foreach (var one in Cloud.Get<IEnumerable<IFederatedIssuer>>())
        {
            if (await one.FindKeysAsync(issuer, TestContext.Current.CancellationToken) is { } keys)
            {
                return keys;
            }
        }

        return null;
    }
}
