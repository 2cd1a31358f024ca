using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class GarbageCollectionTests
{
    [Fact]
    public async Task Dependent_OfAnOwnerThatIsGone_IsDeleted()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var owner = await cluster.CreateAsync(Kinds.ConfigMaps, """{"metadata":{"name":"owner","namespace":"default"}}""");
        await CreateDependentAsync(cluster, "first", owner);
        await CreateDependentAsync(cluster, "second", cluster.Find(Kinds.ConfigMaps, "first")!);

        await cluster.DeleteAsync(Kinds.ConfigMaps, "owner");

        await cluster.UntilAsync(() => cluster.Find(Kinds.ConfigMaps, "first") is null && cluster.Find(Kinds.ConfigMaps, "second") is null);
    }

    [Fact]
    public async Task Dependent_WithAnotherOwner_LosesOnlyTheReference()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var one = await cluster.CreateAsync(Kinds.ConfigMaps, """{"metadata":{"name":"one","namespace":"default"}}""");
        var two = await cluster.CreateAsync(Kinds.ConfigMaps, """{"metadata":{"name":"two","namespace":"default"}}""");
        await CreateDependentAsync(cluster, "shared", one, two);

        await cluster.DeleteAsync(Kinds.ConfigMaps, "one");

        await cluster.UntilAsync(() => cluster.Find(Kinds.ConfigMaps, "shared").Items("metadata", "ownerReferences").Count() == 1);
        cluster.Find(Kinds.ConfigMaps, "shared").Items("metadata", "ownerReferences").Single().Text("name").ShouldBe("two");
    }

    [Fact]
    public async Task Owner_DeletedInForeground_StaysUntilItsDependentsAreGone()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var owner = await cluster.CreateAsync(Kinds.ConfigMaps, """{"metadata":{"name":"owner","namespace":"default"}}""");
        await CreateDependentAsync(cluster, "held", owner);
        await cluster.ChangeAsync(Kinds.ConfigMaps, "held", value => value["metadata"]!["finalizers"] = new JsonArray("example.com/hold"));
        await DeleteAsync(cluster, "owner", "Foreground");
        await cluster.UntilAsync(() => cluster.Find(Kinds.ConfigMaps, "held")!.IsBeingDeleted());
        cluster.Find(Kinds.ConfigMaps, "owner").ShouldNotBeNull();

        await cluster.ChangeAsync(Kinds.ConfigMaps, "held", value => ((JsonObject)value["metadata"]!).Remove("finalizers"));

        await cluster.UntilAsync(() => cluster.Find(Kinds.ConfigMaps, "owner") is null && cluster.Find(Kinds.ConfigMaps, "held") is null);
    }

    [Fact]
    public async Task Owner_DeletedByOrphaning_LeavesItsDependents()
    {
        await using var cluster = await RunningCluster.StartAsync();
        var owner = await cluster.CreateAsync(Kinds.ConfigMaps, """{"metadata":{"name":"owner","namespace":"default"}}""");
        await CreateDependentAsync(cluster, "child", owner);
        await DeleteAsync(cluster, "owner", "Orphan");

        await cluster.UntilAsync(() => cluster.Find(Kinds.ConfigMaps, "owner") is null);

        cluster.Find(Kinds.ConfigMaps, "child")!.At("metadata", "ownerReferences").ShouldBeNull();
    }

    private static async Task DeleteAsync(RunningCluster cluster, string name, string propagation) =>
        (await cluster.Api.DeleteAsync(
            KindTable.Instance.Find(Kinds.ConfigMaps)!, "default", name, new() { Propagation = propagation }, WriteOptions.Internal, default)).Error.ShouldBeNull();

    private static Task<JsonObject> CreateDependentAsync(RunningCluster cluster, string name, params JsonObject[] owners) =>
        cluster.CreateAsync(Kinds.ConfigMaps, new JsonObject
        {
            ["metadata"] = new JsonObject
            {
                ["name"] = name,
                ["namespace"] = "default",
                ["ownerReferences"] = owners.Select(owner =>
                {
                    var reference = OwnerReferences.ReferenceTo(owner);
                    reference.Remove("controller");
                    return reference;
                }).ToJsonArray(),
            },
        });
}
