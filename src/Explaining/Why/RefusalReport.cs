using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>The part of a report that says which request was refused, and with what.</summary>
internal static class RefusalReport
{
    private static readonly Dictionary<RefusalSurface, string> Surfaces = new()
    {
        [RefusalSurface.ResourceManager] = "resourceManager",
        [RefusalSurface.Graph] = "graph",
        [RefusalSurface.InstanceMetadata] = "instanceMetadata",
        [RefusalSurface.ContainerRegistry] = "containerRegistry",
        [RefusalSurface.Kubernetes] = "kubernetes",
    };

    public static string Word(RefusalSurface surface) => Surfaces[surface];

    public static JsonObject Write(Refusal refusal) => new()
    {
        ["kind"] = "refusal",
        ["id"] = refusal.Id,
        ["correlationId"] = refusal.CorrelationId,
        ["time"] = RefusalFacts.Time(refusal.Time),
        ["hostTime"] = RefusalFacts.Time(refusal.HostTime),
        ["surface"] = Word(refusal.Surface),
        ["request"] = new JsonObject { ["method"] = refusal.Method, ["path"] = refusal.Path },
        ["answer"] = new JsonObject { ["status"] = refusal.Status, ["code"] = refusal.Code, ["message"] = refusal.Message },
        ["facts"] = FactsReport.Write(refusal.Facts),
    };
}
