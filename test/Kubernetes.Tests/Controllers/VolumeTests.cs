using Verditer.Core;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class VolumeTests
{
    [Fact]
    public async Task Claim_WithoutAProvisioner_StaysPendingAndSaysWhy()
    {
        await using var cluster = await RunningCluster.StartAsync();
        await CreateClaimAsync(cluster, "own", "missing");

        await cluster.UntilAsync(() => cluster.Events("own").Contains("ProvisioningFailed: storageclass.storage.k8s.io \"missing\" not found"));

        cluster.Find(Kinds.PersistentVolumeClaims, "own").Text("status", "phase").ShouldBe("Pending");
    }

    [Fact]
    public async Task Claim_WithAMatchingVolume_IsBoundToTheSmallestThatIsLargeEnough()
    {
        await using var cluster = await RunningCluster.StartAsync();
        foreach (var (name, size) in ((string, string)[])[("small", "1Gi"), ("fitting", "5Gi"), ("large", "50Gi")])
        {
            await cluster.CreateAsync(Kinds.PersistentVolumes, $$"""
                {"metadata":{"name":"{{name}}"},"spec":{"capacity":{"storage":"{{size}}"},"accessModes":["ReadWriteOnce"],"storageClassName":"manual","hostPath":{"path":"/data"} } }
                """);
        }

        await CreateClaimAsync(cluster, "own", "manual");

        await cluster.UntilAsync(() => cluster.Find(Kinds.PersistentVolumeClaims, "own").Text("status", "phase") == "Bound");
        cluster.Find(Kinds.PersistentVolumeClaims, "own").Text("spec", "volumeName").ShouldBe("fitting");
        cluster.Find(Kinds.PersistentVolumeClaims, "own").Text("status", "capacity", "storage").ShouldBe("5Gi");
        await cluster.UntilAsync(() => cluster.Find(Kinds.PersistentVolumes, "fitting").Text("status", "phase") == "Bound"
            && cluster.Find(Kinds.PersistentVolumes, "large").Text("status", "phase") == "Available");
    }

    private static Task CreateClaimAsync(RunningCluster cluster, string name, string storageClass) => cluster.CreateAsync(Kinds.PersistentVolumeClaims, $$"""
        {"metadata":{"name":"{{name}}","namespace":"default"},
         "spec":{"storageClassName":"{{storageClass}}","accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"3Gi"} } } }
        """);
}
