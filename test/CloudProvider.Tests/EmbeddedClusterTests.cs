using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Clusters.Embedded;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.CloudProvider.Tests;

/// <summary>The cloud provider on a cluster of the embedded engine, as its own Kubernetes user.</summary>
public sealed class EmbeddedClusterTests
{
    [Fact]
    public async Task Service_InAnEmbeddedCluster_GetsAndGivesBackItsAddress()
    {
        await using var cloud = await TestCloud.CreateAsync();
        await using var services = Engine(cloud);
        var engine = services.GetRequiredService<IClusterEngine>();
        await engine.CreateAsync(new("demo", "demo", engine.KubernetesVersions[0], "demo.hcp.westeurope.azmk8s.io", "10.244.0.0/16", "10.0.0.0/16", "10.0.0.10"));
        var path = cloud.Cluster.Kubeconfig + ".embedded";
        await File.WriteAllTextAsync(path, await engine.GetKubeconfigAsync("demo", new("cloud-controller-manager", "demo", "demo", false)));
        await File.WriteAllTextAsync(path + ".admin", await engine.GetKubeconfigAsync("demo", new("clusterAdmin", "demo", "demo", true)));
        await cloud.Providers.StartAsync(cloud.Spec with { Kubeconfig = path });

        using var connection = new KubernetesConnection(path + ".admin");
        var api = new KubernetesApi(connection, cloud.Clock);
        var created = await api.CreateAsync("api/v1/namespaces/default/services", Service(), default);
        created.Code.ShouldBe(201);
        var address = await UntilAsync(api, cloud.Clock, service => service.At("status", "loadBalancer", "ingress") is JsonArray { Count: > 0 } all ? all[0].Text("ip") : null);
        address.ShouldStartWith("198.1");
        var events = await api.GetAsync("api/v1/namespaces/default/events", default);
        events.Body["items"]!.AsArray().Select(e => e.Text("reason")).ShouldContain("EnsuringLoadBalancer");

        using var delete = await connection.Http.DeleteAsync("api/v1/namespaces/default/services/web");
        delete.IsSuccessStatusCode.ShouldBeTrue();
        await UntilAsync(api, cloud.Clock, service => service.Text("reason") == "NotFound" ? "gone" : null);
        (await cloud.PublicAddressesAsync()).ShouldBe(["outbound"]);
        await cloud.Providers.StopAsync("demo");
    }

    private static ServiceProvider Engine(TestCloud cloud) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(cloud.Host.Services.GetRequiredService<IDocumentStore>())
        .AddSingleton(cloud.Host.Services.GetRequiredService<ISecretProtector>())
        .AddSingleton<TimeProvider>(cloud.Clock)
        .AddEmbeddedClusters(new EmbeddedClusterOptions())
        .BuildServiceProvider();

    private static JsonObject Service() => JsonNode.Parse("""
        {"apiVersion":"v1","kind":"Service","metadata":{"name":"web"},"spec":{"type":"LoadBalancer","selector":{"app":"web"},"ports":[{"port":80,"targetPort":8080}]}}
        """)!.AsObject();

    private static async Task<string> UntilAsync(KubernetesApi api, TimeProvider time, Func<JsonObject, string?> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60), time);
        while (true)
        {
            var reply = await api.GetAsync("api/v1/namespaces/default/services/web", patience.Token);
            if (condition(reply.Body) is { } value)
            {
                return value;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), time, patience.Token);
        }
    }
}
