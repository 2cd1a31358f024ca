using Grpc.Core;
using Verditer.Clusters.Containers.Cri;

namespace Verditer.Clusters.Containers;

/// <summary>Takes away what a pod has on its node.</summary>
internal static class SandboxRemoval
{
    /// <summary>Ends all processes of a sandbox and gives its address back.</summary>
    public static async Task StopAsync(RuntimeConnection runtime, IEnumerable<PodSandbox> sandboxes, CancellationToken cancellationToken)
    {
        foreach (var sandbox in sandboxes)
        {
            await IgnoreMissingAsync(() => runtime.Pods.StopPodSandboxAsync(new() { PodSandboxId = sandbox.Id }, cancellationToken: cancellationToken).ResponseAsync);
        }
    }

    public static async Task RemoveAsync(RuntimeConnection runtime, IEnumerable<PodSandbox> sandboxes, CancellationToken cancellationToken)
    {
        foreach (var sandbox in sandboxes.ToList())
        {
            await StopAsync(runtime, [sandbox], cancellationToken);
            await IgnoreMissingAsync(() => runtime.Pods.RemovePodSandboxAsync(new() { PodSandboxId = sandbox.Id }, cancellationToken: cancellationToken).ResponseAsync);
        }
    }

    /// <summary>Everything of a pod: sandboxes, volumes, logs, its control group.</summary>
    public static async Task RemovePodAsync(
        NodeMachine machine, PodVolumes volumes, PodPaths paths, string uid, IEnumerable<PodSandbox> sandboxes, CancellationToken cancellationToken)
    {
        await RemoveAsync(machine.Runtime, sandboxes, cancellationToken);
        await volumes.RemoveAsync(paths, cancellationToken);
        if (Directory.Exists(paths.LogFolder))
        {
            Directory.Delete(paths.LogFolder, recursive: true);
        }

        ProcessTable.RemoveControlGroup($"{machine.ControlGroup}/pod{uid}");
    }

    private static async Task IgnoreMissingAsync(Func<Task> call)
    {
        try
        {
            await call();
        }
        catch (RpcException e) when (e.StatusCode == StatusCode.NotFound)
        {
            // Somebody else has removed it.
        }
    }
}
