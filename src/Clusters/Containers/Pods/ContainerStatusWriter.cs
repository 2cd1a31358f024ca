using System.Text.Json.Nodes;
using Verditer.Clusters.Containers.Cri;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>The status of a container, from what the runtime has of it. What was said of the same run before is said again in the same words.</summary>
/// <param name="readMessage">A run's last words; null where it left none.</param>
internal sealed class ContainerStatusWriter(PodObservation seen, PodWork work, HostMoments moments, Func<ObservedContainer, string?> readMessage)
{
    private const string Runtime = "containerd://";

    /// <param name="usual">What it waits for where nothing else is known: <c>ContainerCreating</c> or <c>PodInitializing</c>.</param>
    /// <param name="isInit">It runs to its end before the others.</param>
    public JsonObject Write(JsonObject container, JsonObject? before, string usual, bool isInit)
    {
        var name = container.Text("name") ?? "";
        var latest = seen.Latest(name);
        var isPresent = latest is not null && (seen.Current(name) is not null || latest.HasEnded);
        var waiting = work.Waiting.GetValueOrDefault(name);
        var status = new JsonObject
        {
            ["name"] = name,
            ["image"] = ImageOf(container, latest),
            ["imageID"] = latest?.Status.ImageRef ?? before.Text("imageID") ?? "",
            ["restartCount"] = latest is not null ? (int)latest.Attempt : before.Number("restartCount") ?? 0,
            ["ready"] = false,
            ["started"] = false,
            ["lastState"] = LastState(name, latest, before),
        };
        if (latest is not null)
        {
            status["containerID"] = Runtime + latest.Status.Id;
        }
        else if (before.Text("containerID") is { } former)
        {
            status["containerID"] = former;
        }

        if (isPresent && latest!.IsRunning)
        {
            var probes = work.Probes.GetValueOrDefault(latest.Status.Id);
            status["state"] = new JsonObject { ["running"] = new JsonObject { ["startedAt"] = StartedAt(latest, before) } };
            status["started"] = probes?.HasStarted ?? before.Flag("started") ?? true;
            status["ready"] = !isInit && (probes?.IsReady ?? before.Flag("ready") ?? true);
            return ContainerStatuses.Resized(container, status) ?? status;
        }

        if (isPresent && latest!.HasEnded && waiting is null)
        {
            status["state"] = new JsonObject { ["terminated"] = Terminated(latest, before) };
            status["ready"] = isInit && latest.Status.ExitCode == 0;
            return status;
        }

        if (latest is null && waiting is null && before.At("state", "terminated") is { } ended)
        {
            // The runtime has forgotten it.
            status["state"] = new JsonObject { ["terminated"] = ended.DeepClone() };
            status["ready"] = before.Flag("ready") ?? false;
            return status;
        }

        if (latest is { HasEnded: true })
        {
            status["lastState"] = new JsonObject { ["terminated"] = Terminated(latest, before) };
        }

        waiting ??= new(usual, null);
        status["state"] = new JsonObject { ["waiting"] = new JsonObject { ["reason"] = waiting.Reason, ["message"] = waiting.Message }.WithoutNulls() };
        return status;
    }

    private static string ImageOf(JsonObject container, ObservedContainer? latest) =>
        latest?.Status.Image?.Image is { Length: > 0 } resolved && !resolved.StartsWith("sha256:", StringComparison.Ordinal) ? resolved : container.Text("image") ?? "";

    private JsonObject LastState(string name, ObservedContainer? latest, JsonObject? before)
    {
        if (latest is not null && seen.Containers[name] is [_, { HasEnded: true } previous, ..])
        {
            return new() { ["terminated"] = Terminated(previous, before) };
        }

        // A run that the runtime has forgotten, or that belonged to a sandbox before.
        var isNew = latest is not null && before.Text("containerID") is { } id && id != Runtime + latest.Status.Id;
        return (isNew && before.At("state", "terminated") is { } ended ? new JsonObject { ["terminated"] = ended.DeepClone() } : before.At("lastState")?.DeepClone()) as JsonObject ?? [];
    }

    private string StartedAt(ObservedContainer run, JsonObject? before) =>
        before.Text("containerID") == Runtime + run.Status.Id && before.Text("state", "running", "startedAt") is { } said ? said : Timestamps.Seconds(moments.Of(run.Status.StartedAt));

    private JsonObject Terminated(ObservedContainer run, JsonObject? before)
    {
        var id = Runtime + run.Status.Id;
        foreach (var said in new[] { before.At("state", "terminated"), before.At("lastState", "terminated") })
        {
            if (said is JsonObject known && known.Text("containerID") == id)
            {
                return known.Copy();
            }
        }

        var started = before.Text("containerID") == id ? before.Text("state", "running", "startedAt") : null;
        return new JsonObject
        {
            ["exitCode"] = run.Status.ExitCode,
            ["reason"] = Reason(run.Status),
            ["message"] = readMessage(run) ?? (run.Status.Message.Length > 0 ? run.Status.Message : null),
            ["startedAt"] = started ?? Timestamps.Seconds(run.Status.StartedAt > 0 ? moments.Of(run.Status.StartedAt) : DateTimeOffset.UnixEpoch),
            ["finishedAt"] = Timestamps.Seconds(moments.Of(run.Status.FinishedAt)),
            ["containerID"] = id,
        }.WithoutNulls();
    }

    private static string Reason(ContainerStatus status) =>
        status.Reason is { Length: > 0 } told ? told : status.ExitCode == 0 ? "Completed" : "Error";
}
