using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class ServiceTests
{
    [Fact]
    public async Task Endpoints_OfAService_FollowReadiness()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Services, Manifest.Service("web", "web"));
        var deployment = Manifest.Deployment("web", 2);
        deployment["spec"]!["template"]!["spec"]!["readinessGates"] = new JsonArray(new JsonObject { ["conditionType"] = "example.com/open" });
        await cluster.CreateAsync(Kinds.Deployments, deployment);
        await cluster.UntilAsync(() => Subsets(cluster).SelectMany(subset => subset.Items("notReadyAddresses")).Count() == 2);
        cluster.Pods("web")[0].Condition("Ready").Text("reason").ShouldBe("ReadinessGatesNotReady");

        var pod = cluster.Pods("web")[0].Name();
        await cluster.ChangeAsync(
            Kinds.Pods, pod, value => ((JsonObject)value["status"]!).SetCondition("example.com/open", "True", null, null, cluster.Clock.GetUtcNow()), "status");

        await cluster.UntilAsync(() => Subsets(cluster).SelectMany(subset => subset.Items("addresses")).Count() == 1);
        var subset = Subsets(cluster).Single();
        subset.Items("addresses").Single().Text("targetRef", "name").ShouldBe(pod);
        subset.Items("ports").Single().ToJsonString().ShouldBe("""{"name":"web","port":8080,"protocol":"TCP"}""");
        await cluster.UntilAsync(() => Slice(cluster).Items("endpoints").Count(endpoint => endpoint.Flag("conditions", "ready") == true) == 1);
        Slice(cluster).Items("endpoints").Count().ShouldBe(2);
        Slice(cluster).Items("ports").Single().Number("port").ShouldBe(8080);
    }

    [Fact]
    public async Task Endpoints_OfADeletedService_AreRemoved()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Services, Manifest.Service("web", "web"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Endpoints, "web") is not null && cluster.Api.List(Kinds.EndpointSlices, "default").Count == 1);

        await cluster.DeleteAsync(Kinds.Services, "web");

        await cluster.UntilAsync(() => cluster.Find(Kinds.Endpoints, "web") is null && cluster.Api.List(Kinds.EndpointSlices, "default").Count == 0);
    }

    [Fact]
    public async Task Endpoints_OfAServiceWithoutSelector_AreLeftToTheirWriter()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Endpoints, """{"metadata":{"name":"own","namespace":"default"},"subsets":[{"addresses":[{"ip":"192.0.2.1"}],"ports":[{"port":80}]}]}""");
        await cluster.CreateAsync(Kinds.Services, """{"metadata":{"name":"own","namespace":"default"},"spec":{"ports":[{"port":80}]}}""");
        await cluster.CreateAsync(Kinds.Services, Manifest.Service("behind", "web"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Endpoints, "behind") is not null);

        cluster.Find(Kinds.Endpoints, "own").Items("subsets").Single().Items("addresses").Single().Text("ip").ShouldBe("192.0.2.1");
    }

    private static IEnumerable<JsonObject> Subsets(RunningCluster cluster) => cluster.Find(Kinds.Endpoints, "web").Items("subsets");

    private static JsonObject Slice(RunningCluster cluster) => cluster.Api.List(Kinds.EndpointSlices, "default").Single();
}
