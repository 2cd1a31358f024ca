using Verditer.Core;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class WorkloadTests
{
    [Fact]
    public async Task ReplicaSet_WithAMatchingOrphan_AdoptsIt()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        var orphan = Manifest.Pod("web");
        await cluster.CreateAsync(Kinds.Pods, orphan);

        await cluster.CreateAsync(Kinds.ReplicaSets, Manifest.Workload("ReplicaSet", "web", spec: ",\"replicas\":2"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.ReplicaSets, "web")!.Number("status", "availableReplicas") == 2);

        cluster.Pods("web").Count.ShouldBe(2);
        cluster.Find(Kinds.Pods, "web")!.ControllerReference().Text("name").ShouldBe("web");
    }

    [Fact]
    public async Task ReplicaSet_WhosePodIsRelabelled_ReleasesItAndMakesAnother()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.ReplicaSets, Manifest.Workload("ReplicaSet", "web", spec: ",\"replicas\":1"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.ReplicaSets, "web")!.Number("status", "availableReplicas") == 1);
        var first = cluster.Pods("web")[0].Name();

        await cluster.ChangeAsync(Kinds.Pods, first, pod => pod["metadata"]!["labels"]!["app"] = "other");
        await cluster.UntilAsync(() => cluster.Pods("web").Count(PodFacts.IsReady) == 1);

        cluster.Find(Kinds.Pods, first)!.ControllerReference().ShouldBeNull();
    }

    [Fact]
    public async Task ReplicationController_WithAPlainSelector_KeepsItsPods()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.ReplicationControllers, """
            {"metadata":{"name":"old","namespace":"default"},"spec":{"replicas":2,"selector":{"app":"old"},
             "template":{"metadata":{"labels":{"app":"old"}},"spec":{"containers":[{"name":"main","image":"nginx"}]}}}}
            """);

        await cluster.UntilAsync(() => cluster.Find(Kinds.ReplicationControllers, "old")!.Number("status", "readyReplicas") == 2);
    }

    [Fact]
    public async Task StatefulSet_OfThree_ComesUpInOrderWithAClaimEach()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.StorageClasses, """
            {"metadata":{"name":"default","annotations":{"storageclass.kubernetes.io/is-default-class":"true"}},"provisioner":"disk.csi.azure.com","volumeBindingMode":"WaitForFirstConsumer"}
            """);
        var ahead = false;
        await cluster.CreateAsync(Kinds.StatefulSets, Manifest.Workload("StatefulSet", "db", spec: """
            ,"replicas":3,"serviceName":"db","volumeClaimTemplates":[{"metadata":{"name":"data"},"spec":{"accessModes":["ReadWriteOnce"],"resources":{"requests":{"storage":"1Gi"}}}}]
            """));
        await cluster.UntilAsync(() =>
        {
            ahead |= cluster.Find(Kinds.Pods, "db-1") is not null && cluster.Find(Kinds.Pods, "db-0")?.IsReady() != true;
            return cluster.Find(Kinds.StatefulSets, "db")!.Number("status", "readyReplicas") == 3;
        });

        ahead.ShouldBeFalse();
        cluster.Pods("db").ConvertAll(ObjectFields.Name).ShouldBe(["db-0", "db-1", "db-2"]);
        cluster.Pods("db").ConvertAll(pod => pod.Text("spec", "hostname")).ShouldBe(["db-0", "db-1", "db-2"]);
        cluster.Api.List(Kinds.PersistentVolumeClaims, "default").Select(ObjectFields.Name).ShouldBe(["data-db-0", "data-db-1", "data-db-2"]);
        cluster.Api.List(Kinds.PersistentVolumeClaims, "default").Select(claim => claim.Text("status", "phase")).Distinct().ShouldBe(["Pending"]);
    }

    [Fact]
    public async Task StatefulSet_WithANewTemplate_ReplacesFromTheHighestOrdinalDownToThePartition()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.StatefulSets, Manifest.Workload("StatefulSet", "db", spec: ""","replicas":3,"serviceName":"db" """));
        await cluster.UntilAsync(() => cluster.Find(Kinds.StatefulSets, "db")!.Number("status", "readyReplicas") == 3);
        var first = cluster.Find(Kinds.Pods, "db-0")!.Uid();

        await cluster.ChangeAsync(Kinds.StatefulSets, "db", set =>
        {
            set["spec"]!["updateStrategy"] = Manifest.Parse("""{"type":"RollingUpdate","rollingUpdate":{"partition":1}}""");
            Manifest.SetImage(set, "nginx:1.28");
        });
        await cluster.UntilAsync(() => cluster.Find(Kinds.StatefulSets, "db") is { } set
            && set.Number("status", "updatedReplicas") == 2 && set.Number("status", "readyReplicas") == 3);
        cluster.Find(Kinds.Pods, "db-0")!.Uid().ShouldBe(first);

        await cluster.ChangeAsync(Kinds.StatefulSets, "db", set => set["spec"]!["updateStrategy"]!["rollingUpdate"]!["partition"] = 0);
        await cluster.UntilAsync(() => cluster.Find(Kinds.StatefulSets, "db") is { } set
            && set.Number("status", "updatedReplicas") == 3
            && set.Number("status", "readyReplicas") == 3
            && set.Text("status", "currentRevision") == set.Text("status", "updateRevision"));
        cluster.Api.List(Kinds.ControllerRevisions, "default").Count.ShouldBe(2);
    }

    [Fact]
    public async Task StatefulSet_ScaledDown_RemovesTheHighestOrdinals()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.StatefulSets, Manifest.Workload("StatefulSet", "db", spec: ""","replicas":3,"serviceName":"db" """));
        await cluster.UntilAsync(() => cluster.Find(Kinds.StatefulSets, "db")!.Number("status", "readyReplicas") == 3);

        await cluster.ChangeAsync(Kinds.StatefulSets, "db", set => set["spec"]!["replicas"] = 1);
        await cluster.UntilAsync(() => cluster.Pods("db").Count == 1);

        cluster.Pods("db")[0].Name().ShouldBe("db-0");
    }

    [Fact]
    public async Task DaemonSet_WithATaintedNode_RunsOnTheOthersAndOnNewOnes()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 2);
        await cluster.AddNodeAsync("n2", taints: "sku=gpu:NoSchedule");
        await cluster.CreateAsync(Kinds.DaemonSets, Manifest.Workload("DaemonSet", "agent"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.DaemonSets, "agent")!.Number("status", "numberReady") == 2);
        cluster.Pods("agent").Select(PodFacts.NodeName).ShouldBe(["n0", "n1"], ignoreOrder: true);

        await cluster.AddNodeAsync("n3");
        await cluster.UntilAsync(() => cluster.Find(Kinds.DaemonSets, "agent")!.Number("status", "numberReady") == 3);
        cluster.Find(Kinds.DaemonSets, "agent")!.Number("status", "desiredNumberScheduled").ShouldBe(3);
    }

    [Fact]
    public async Task DaemonSet_WithANewTemplate_IsReplacedNodeByNode()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 3);
        await cluster.CreateAsync(Kinds.DaemonSets, Manifest.Workload("DaemonSet", "agent"));
        await cluster.UntilAsync(() => cluster.Find(Kinds.DaemonSets, "agent")!.Number("status", "numberAvailable") == 3);

        var least = 3;
        await cluster.ChangeAsync(Kinds.DaemonSets, "agent", set => Manifest.SetImage(set, "nginx:1.28"));
        await cluster.UntilAsync(() =>
        {
            least = Math.Min(least, cluster.Pods("agent").Count(pod => pod.IsReady() && !pod.IsBeingDeleted()));
            return cluster.Find(Kinds.DaemonSets, "agent") is { } set
                && set.At("status", "observedGeneration").Long() == set.Generation()
                && set.Number("status", "updatedNumberScheduled") == 3
                && set.Number("status", "numberAvailable") == 3;
        });

        least.ShouldBe(2);
    }

    [Fact]
    public async Task DisruptionBudget_OfThreeReplicas_AllowsWhatIsSpare()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.PodDisruptionBudgets, """
            {"metadata":{"name":"web","namespace":"default"},"spec":{"minAvailable":2,"selector":{"matchLabels":{"app":"web"}}}}
            """);
        await cluster.CreateAsync(Kinds.Deployments, Manifest.Deployment("web", 3));

        await cluster.UntilAsync(() => cluster.Find(Kinds.PodDisruptionBudgets, "web")!.Number("status", "disruptionsAllowed") == 1);

        var status = cluster.Find(Kinds.PodDisruptionBudgets, "web")!["status"];
        (status.Number("expectedPods"), status.Number("currentHealthy"), status.Number("desiredHealthy")).ShouldBe((3, 3, 2));
    }

    [Fact]
    public async Task Quota_OfANamespace_ShowsWhatIsUsed()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.ResourceQuotas, """
            {"metadata":{"name":"all","namespace":"default"},"spec":{"hard":{"pods":"10","requests.cpu":"2","count/deployments.apps":"5"}}}
            """);
        var pod = Manifest.Pod("one");
        pod["spec"]!["containers"]![0]!["resources"] = Manifest.Parse("""{"requests":{"cpu":"250m"}}""");
        await cluster.CreateAsync(Kinds.Pods, pod);

        await cluster.UntilAsync(() => cluster.Find(Kinds.ResourceQuotas, "all").Text("status", "used", "requests.cpu") == "250m");
        cluster.Find(Kinds.ResourceQuotas, "all")!.At("status", "used")!.ToJsonString().ShouldBe(
            """{"pods":"1","requests.cpu":"250m","count/deployments.apps":"0"}""");
    }
}
