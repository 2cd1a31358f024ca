using System.Text.Json.Nodes;
using Grpc.Core;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Ends containers: their hook first, then the signal, then, when their time is over, by force.</summary>
internal sealed class ContainerKiller(KubeletParts parts, NodeMachine machine, JsonObject pod)
{
    private static readonly TimeSpan LeastAfterHook = TimeSpan.FromSeconds(2);

    /// <param name="grace">Seconds; 0 ends it at once.</param>
    public async Task KillAsync(JsonObject container, ObservedContainer run, TimeSpan grace, CancellationToken cancellationToken)
    {
        var begun = parts.HostTime.GetTimestamp();
        if (grace > TimeSpan.Zero && container.At("lifecycle", "preStop") is JsonObject hook)
        {
            var address = pod.Text("status", "podIP") ?? "";
            await LifecycleHooks.RunAsync(new(machine, container, run.Status.Id, address), hook, grace, parts.HostTime, cancellationToken);
        }

        var left = grace - parts.HostTime.GetElapsedTime(begun);
        left = grace == TimeSpan.Zero ? grace : left > LeastAfterHook ? left : LeastAfterHook;
        await StopAsync(run.Status.Id, left, cancellationToken);
    }

    /// <summary>Those that only help go last, in the reverse of the order in which they came.</summary>
    public async Task KillAllAsync(PodObservation seen, TimeSpan grace, CancellationToken cancellationToken)
    {
        var begun = parts.HostTime.GetTimestamp();
        var sidecars = pod.InitContainers().Where(PodRequests.IsSidecar).Reverse().ToList();
        var names = sidecars.ConvertAll(sidecar => sidecar.Text("name"));
        await Task.WhenAll(seen.Running
            .Where(run => !names.Contains(run.Status.Metadata.Name))
            .Select(run => KillAsync(Find(run.Status.Metadata.Name), run, grace, cancellationToken)));
        foreach (var sidecar in sidecars)
        {
            var left = grace - parts.HostTime.GetElapsedTime(begun);
            foreach (var run in seen.Running.Where(run => run.Status.Metadata.Name == sidecar.Text("name")))
            {
                await KillAsync(sidecar, run, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
            }
        }
    }

    private JsonObject Find(string name) => pod.Containers().Concat(pod.InitContainers()).FirstOrDefault(container => container.Text("name") == name) ?? [];

    private async Task StopAsync(string id, TimeSpan grace, CancellationToken cancellationToken)
    {
        try
        {
            await machine.Runtime.Pods.StopContainerAsync(
                new() { ContainerId = id, Timeout = (long)Math.Ceiling(grace.TotalSeconds) }, cancellationToken: cancellationToken);
        }
        catch (RpcException e) when (e.StatusCode != StatusCode.Cancelled)
        {
            parts.Logger.PodWorkFailed(machine.Name, pod.Name(), "stopping a container", RuntimeErrors.Describe(e));
        }
    }
}
