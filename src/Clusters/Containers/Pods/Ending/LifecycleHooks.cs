using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>Runs what a container wants done after its start and before its end.</summary>
internal static class LifecycleHooks
{
    public static async Task<ProbeResult> RunAsync(ProbeCheck check, JsonObject hook, TimeSpan limit, TimeProvider hostTime, CancellationToken cancellationToken)
    {
        if (hook.At("sleep", "seconds").Long() is { } seconds)
        {
            var wanted = TimeSpan.FromSeconds(seconds);
            await Task.Delay(wanted < limit ? wanted : limit, hostTime, cancellationToken);
            return ProbeResult.Success;
        }

        return await check.RunAsync(hook, limit, cancellationToken);
    }
}
