using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Ends a pod that was deleted: its containers, within their time; then what it has on the node; then the object.</summary>
internal sealed class PodEnding(KubeletParts parts, Turn turn, JsonObject pod, NodeMachine machine, PodWork work, Action wake)
{
    /// <param name="forget">Called when nothing of it is left.</param>
    public async Task RunAsync(Action<PodWork> forget)
    {
        var grace = TimeSpan.FromSeconds(pod.At("metadata", "deletionGracePeriodSeconds").Long() ?? 0);
        if (work.Termination is null || grace < work.Termination.Grace)
        {
            work.EndProbes(_ => true);
            await AnnounceAsync();
            var task = Task.Run(() => KillAsync(grace), CancellationToken.None);
            work.Termination = new(grace, task);
            _ = task.ContinueWith(_ => wake(), TaskScheduler.Default);
        }

        if (!work.Termination.Work.IsCompleted)
        {
            return;
        }

        if (work.Termination.Work.IsFaulted)
        {
            work.Termination = null;
            turn.Retry();
            return;
        }

        await new PodSync(parts, turn, pod, machine, work, wake).WriteEndAsync();
        if (turn.Failed)
        {
            return;
        }

        var seen = await PodObservation.ReadAsync(machine.Runtime, pod.Uid(), turn.CancellationToken);
        await SandboxRemoval.RemovePodAsync(machine, parts.VolumesOf(turn.Api, machine), PodPaths.Of(machine.Paths, pod), pod.Uid(), seen.Sandboxes, turn.CancellationToken);
        await turn.DeleteAsync(Kinds.Pods, pod, gracePeriodSeconds: 0);
        forget(work);
    }

    private async Task AnnounceAsync()
    {
        var seen = await PodObservation.ReadAsync(machine.Runtime, pod.Uid(), turn.CancellationToken);
        foreach (var run in seen.Running)
        {
            await turn.EventAsync(pod, Kinds.Pods, EventRecorder.Normal, "Killing", $"Stopping container {run.Status.Metadata.Name}", machine.Name);
        }
    }

    private async Task KillAsync(TimeSpan grace)
    {
        var seen = await PodObservation.ReadAsync(machine.Runtime, pod.Uid(), CancellationToken.None);
        await new ContainerKiller(parts, machine, pod).KillAllAsync(seen, grace, CancellationToken.None);
        await SandboxRemoval.StopAsync(machine.Runtime, seen.Sandboxes, CancellationToken.None);
    }
}
