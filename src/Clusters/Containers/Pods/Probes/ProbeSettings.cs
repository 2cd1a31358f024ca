using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>How a probe is run. Source: the API reference of <c>Probe</c>.</summary>
internal sealed record ProbeSettings(JsonObject Probe, TimeSpan InitialDelay, TimeSpan Period, TimeSpan Timeout, int SuccessThreshold, int FailureThreshold)
{
    public static ProbeSettings? Of(JsonObject container, string name) => container[name] is not JsonObject probe ? null : new(
        probe,
        TimeSpan.FromSeconds(probe.Number("initialDelaySeconds") ?? 0),
        TimeSpan.FromSeconds(Math.Max(1, probe.Number("periodSeconds") ?? 10)),
        TimeSpan.FromSeconds(Math.Max(1, probe.Number("timeoutSeconds") ?? 1)),
        Math.Max(1, probe.Number("successThreshold") ?? 1),
        Math.Max(1, probe.Number("failureThreshold") ?? 3));
}
