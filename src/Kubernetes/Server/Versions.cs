using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Objects that are served in more than one version are kept in one, and turned into the other when asked for.</summary>
internal static class Versions
{
    /// <summary>core/v1 names of an event's members, and those of events.k8s.io/v1.</summary>
    private static readonly (string Core, string Events)[] EventNames =
    [
        ("involvedObject", "regarding"),
        ("message", "note"),
        ("source", "deprecatedSource"),
        ("firstTimestamp", "deprecatedFirstTimestamp"),
        ("lastTimestamp", "deprecatedLastTimestamp"),
        ("count", "deprecatedCount"),
        ("reportingComponent", "reportingController"),
    ];

    public static JsonObject ToServed(ResourceKind kind, string version, JsonObject stored)
    {
        var value = stored.Copy();
        if (kind.Stored != kind.Resource)
        {
            Rename(value, forward: true);
        }
        else if (kind.Plural == "horizontalpodautoscalers" && version == "v1")
        {
            AutoscalerVersions.ToV1(value);
        }

        value["apiVersion"] = kind.ApiVersion(version);
        return value;
    }

    /// <param name="served">It is changed.</param>
    public static JsonObject ToStored(ResourceKind kind, string version, JsonObject served)
    {
        if (kind.Stored != kind.Resource)
        {
            Rename(served, forward: false);
        }
        else if (kind.Plural == "horizontalpodautoscalers" && version == "v1")
        {
            AutoscalerVersions.ToV2(served);
        }

        served["apiVersion"] = StoredApiVersion(kind);
        return served;
    }

    public static string StoredApiVersion(ResourceKind kind) =>
        kind.Stored == kind.Resource ? kind.StoredApiVersion : KindTable.Instance.Find(kind.Stored)!.StoredApiVersion;

    private static void Rename(JsonObject value, bool forward)
    {
        foreach (var (core, events) in EventNames)
        {
            var (from, to) = forward ? (core, events) : (events, core);
            if (value.ContainsKey(from))
            {
                var node = value[from];
                value.Remove(from);
                value[to] = node;
            }
        }
    }
}

/// <summary>autoscaling/v1 knows one metric, the use of CPU; v2 has a list.</summary>
internal static class AutoscalerVersions
{
    public static void ToV1(JsonObject value)
    {
        if (value["spec"] is JsonObject spec)
        {
            var metrics = spec["metrics"] as JsonArray;
            spec.Remove("metrics");
            spec.Remove("behavior");
            if (metrics?.FirstOrDefault(IsCpu).At("resource", "target", "averageUtilization") is { } percent)
            {
                spec["targetCPUUtilizationPercentage"] = percent.DeepClone();
            }
        }

        if (value["status"] is JsonObject status)
        {
            var current = (status["currentMetrics"] as JsonArray)?.FirstOrDefault(IsCpu).At("resource", "current", "averageUtilization");
            status.Remove("currentMetrics");
            status.Remove("conditions");
            if (current is not null)
            {
                status["currentCPUUtilizationPercentage"] = current.DeepClone();
            }
        }
    }

    public static void ToV2(JsonObject value)
    {
        if (value["spec"] is JsonObject spec && spec["targetCPUUtilizationPercentage"] is { } percent)
        {
            spec.Remove("targetCPUUtilizationPercentage");
            spec["metrics"] = new JsonArray(Cpu("target", percent));
        }

        if (value["status"] is JsonObject status && status["currentCPUUtilizationPercentage"] is { } current)
        {
            status.Remove("currentCPUUtilizationPercentage");
            status["currentMetrics"] = new JsonArray(Cpu("current", current));
        }
    }

    private static bool IsCpu(JsonNode? metric) => metric.Text("type") == "Resource" && metric.Text("resource", "name") == "cpu";

    /// <summary>The use of CPU, as a metric.</summary>
    public static JsonObject Cpu(string member, JsonNode percent)
    {
        var amount = new JsonObject { ["averageUtilization"] = percent.DeepClone() };
        if (member == "target")
        {
            amount["type"] = "Utilization";
        }

        return new() { ["type"] = "Resource", ["resource"] = new JsonObject { ["name"] = "cpu", [member] = amount } };
    }
}
