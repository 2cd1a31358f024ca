using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Which containers of a pod are started, and in which order. Source: Kubernetes documentation, "Init Containers" and "Sidecar Containers".</summary>
internal sealed class PodContainers(JsonObject pod, PodObservation seen, ContainerRuns runs, TimeSpan grace)
{
    public async Task RunAsync()
    {
        await runs.RemoveSurplusAsync();
        var begun = pod.Containers().Any(container => seen.Current(NameOf(container)) is not null);
        foreach (var init in pod.InitContainers())
        {
            if (!await PassAsync(init, begun))
            {
                return;
            }
        }

        if (pod.Containers().All(runs.HasEndedForGood))
        {
            await EndSidecarsAsync();
            return;
        }

        foreach (var container in pod.Containers())
        {
            await runs.KeepAsync(container, grace);
        }

        foreach (var container in pod.Items("spec", "ephemeralContainers").Where(container => seen.Latest(NameOf(container)) is null))
        {
            await runs.StartAsync(container);
        }
    }

    /// <returns>True when the next container may come.</returns>
    private async Task<bool> PassAsync(JsonObject init, bool begun)
    {
        var run = seen.Current(NameOf(init));
        if (PodRequests.IsSidecar(init))
        {
            if (!pod.Containers().All(runs.HasEndedForGood))
            {
                await runs.KeepAsync(init, grace);
            }

            return begun || (run is { IsRunning: true } && runs.HasStarted(run));
        }

        if (begun || run is { HasEnded: true, Status.ExitCode: 0 })
        {
            return true;
        }

        if (run is null)
        {
            await runs.StartAsync(init);
        }
        else if (run.HasEnded && RestartPolicy.RestartsInit(pod))
        {
            await runs.RestartAsync(init, run);
        }
        else if (run.HasEnded)
        {
            await EndSidecarsAsync();
        }

        return false;
    }

    private async Task EndSidecarsAsync()
    {
        foreach (var sidecar in pod.InitContainers().Where(PodRequests.IsSidecar).Reverse())
        {
            await runs.EndAsync(sidecar, grace);
        }
    }

    private static string NameOf(JsonObject container) => container.Text("name") ?? "";
}
