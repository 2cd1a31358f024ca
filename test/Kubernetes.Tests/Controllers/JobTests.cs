using Verditer.Core;

namespace Verditer.Kubernetes.Controllers.Tests;

public sealed class JobTests
{
    [Fact]
    public async Task Job_OfThreeCompletions_RunsTwoAtATimeAndCompletes()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        var most = 0;
        await cluster.CreateAsync(Kinds.Jobs, Manifest.Job("work", ""","completions":3,"parallelism":2"""));
        await cluster.UntilAsync(() =>
        {
            most = Math.Max(most, cluster.Pods().Count(PodFacts.IsActive));
            return cluster.Find(Kinds.Jobs, "work")!.HasCondition("Complete");
        });

        most.ShouldBe(2);
        var status = cluster.Find(Kinds.Jobs, "work")!["status"];
        status.Number("succeeded").ShouldBe(3);
        status.Text("completionTime").ShouldNotBeNull();
        cluster.Pods().ShouldAllBe(pod => pod.Phase() == "Succeeded");
    }

    [Fact]
    public async Task Job_WhosePodsFail_EndsAtItsBackoffLimit()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Jobs, Manifest.Job("work", ""","backoffLimit":1""", "\"verditer.dev/exit-after\":\"0\",\"verditer.dev/exit-code\":\"3\""));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Jobs, "work")!.Number("status", "failed") == 1);
        cluster.Find(Kinds.Jobs, "work")!.HasCondition("Failed").ShouldBeFalse();

        // The next pod waits for its back-off.
        cluster.Clock.Offset += TimeSpan.FromSeconds(11);
        await cluster.UntilAsync(() => cluster.Find(Kinds.Jobs, "work")!.HasCondition("Failed"));

        cluster.Find(Kinds.Jobs, "work")!.Condition("Failed").Text("reason").ShouldBe("BackoffLimitExceeded");
        cluster.Pods()[0].Items("status", "containerStatuses").First().Number("state", "terminated", "exitCode").ShouldBe(3);
    }

    [Fact]
    public async Task Job_PastItsDeadline_FailsAndLosesItsPods()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Jobs, Manifest.Job("work", ""","activeDeadlineSeconds":60""", "\"verditer.dev/exit-after\":\"3600\""));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Jobs, "work")!.Number("status", "ready") == 1);

        cluster.Clock.Offset += TimeSpan.FromSeconds(61);
        await cluster.UntilAsync(() => cluster.Find(Kinds.Jobs, "work")!.Condition("Failed").Text("reason") == "DeadlineExceeded");
        await cluster.UntilAsync(() => cluster.Pods().Count == 0);
    }

    [Fact]
    public async Task Job_Indexed_GivesEachPodItsIndex()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Jobs, Manifest.Job("work", ""","completions":3,"parallelism":3,"completionMode":"Indexed" """));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Jobs, "work")!.HasCondition("Complete"));

        cluster.Find(Kinds.Jobs, "work").Text("status", "completedIndexes").ShouldBe("0-2");
        cluster.Pods().Select(JobPods.Index).Order().ShouldBe([0, 1, 2]);
    }

    [Fact]
    public async Task Job_WithATimeToLive_IsDeletedWithItsPods()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.Jobs, Manifest.Job("work", ""","ttlSecondsAfterFinished":100"""));
        await cluster.UntilAsync(() => cluster.Find(Kinds.Jobs, "work")!.HasCondition("Complete"));

        cluster.Clock.Offset += TimeSpan.FromSeconds(101);
        await cluster.UntilAsync(() => cluster.Find(Kinds.Jobs, "work") is null && cluster.Pods().Count == 0);
    }

    [Fact]
    public async Task CronJob_WhenTheClockIsMovedToItsTime_RunsOnce()
    {
        await using var cluster = await RunningCluster.StartAsync(nodes: 1);
        await cluster.CreateAsync(Kinds.CronJobs, """
            {"metadata":{"name":"nightly","namespace":"default"},"spec":{"schedule":"30 3 * * *","jobTemplate":{"spec":{"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"main","image":"busybox"}]}}}}}}
            """);

        cluster.Clock.Offset += TimeSpan.FromDays(3);
        await cluster.UntilAsync(() => cluster.Find(Kinds.CronJobs, "nightly").Text("status", "lastSuccessfulTime") is not null);

        var job = cluster.Api.List(Kinds.Jobs, "default").ShouldHaveSingleItem();
        job.ControllerReference().Text("name").ShouldBe("nightly");
        Timestamps.Parse(cluster.Find(Kinds.CronJobs, "nightly").Text("status", "lastScheduleTime"))!.Value.TimeOfDay.ShouldBe(new TimeSpan(3, 30, 0));
    }
}
