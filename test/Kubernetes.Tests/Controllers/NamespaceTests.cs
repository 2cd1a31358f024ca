using Verditer.Core;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class NamespaceTests
{
    [Fact]
    public async Task Namespace_New_HasItsServiceAccountAndTheClustersCertificate()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await cluster.CreateAsync(Kinds.Namespaces, """{"metadata":{"name":"team"}}""");

        await cluster.UntilAsync(() => cluster.Api.Find(Kinds.ServiceAccounts, "team", "default") is not null
            && cluster.Api.Find(Kinds.ConfigMaps, "team", "kube-root-ca.crt") is not null);
        cluster.Api.Find(Kinds.ConfigMaps, "team", "kube-root-ca.crt").Text("data", "ca.crt").ShouldBe("the CA");

        await cluster.Api.DeleteAsync(Kinds.ServiceAccounts, "team", "default");
        await cluster.UntilAsync(() => cluster.Api.Find(Kinds.ServiceAccounts, "team", "default") is not null);
    }

    [Fact]
    public async Task Namespace_Deleted_IsEmptiedFirst()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Namespaces, """{"metadata":{"name":"team"}}""");
        var deployment = Manifest.Deployment("web", 3);
        deployment["metadata"]!["namespace"] = "team";
        await cluster.CreateAsync(Kinds.Deployments, deployment);
        await cluster.UntilAsync(() => cluster.Api.List(Kinds.Pods, "team").Count(PodFacts.IsReady) == 3);

        await cluster.Api.DeleteAsync(Kinds.Namespaces, null, "team");
        await cluster.UntilAsync(() => cluster.Find(Kinds.Namespaces, "team") is null);

        KindTable.Instance.All.Where(kind => kind.Namespaced && kind.IsStored).Sum(kind => cluster.Api.List(kind.Stored, "team").Count).ShouldBe(0);
    }

    [Fact]
    public async Task Namespace_WithAHeldObject_WaitsForItsFinalizer()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await cluster.CreateAsync(Kinds.Namespaces, """{"metadata":{"name":"team"}}""");
        await cluster.CreateAsync(Kinds.Secrets, """{"metadata":{"name":"held","namespace":"team","finalizers":["example.com/hold"]}}""");
        await cluster.Api.DeleteAsync(Kinds.Namespaces, null, "team");
        await cluster.UntilAsync(() => cluster.Find(Kinds.Namespaces, "team")!.Condition("NamespaceContentRemaining").Text("message")?.Contains("secrets. has 1 resource instances") == true);

        var held = cluster.Api.Find(Kinds.Secrets, "team", "held")!.Copy();
        held.Section("metadata").Remove("finalizers");
        (await cluster.Api.UpdateAsync(Kinds.Secrets, held)).Error.ShouldBeNull();

        await cluster.UntilAsync(() => cluster.Find(Kinds.Namespaces, "team") is null);
    }
}
