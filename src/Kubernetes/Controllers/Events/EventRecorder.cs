using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Who says it.</summary>
/// <param name="Component">Such as <c>kubelet</c>.</param>
/// <param name="Host">The node, for what runs on one.</param>
internal readonly record struct EventSource(string Component, string? Host);

/// <summary>
/// Writes core/v1 events. An event's name is its object's name and a hash of what it says, so that a repeat finds the first one and counts up, also after a
/// restart. An event that cannot be written is left out: nothing depends on it.
/// </summary>
internal static class EventRecorder
{
    public const string Normal = "Normal";
    public const string Warning = "Warning";

    public static async Task RecordAsync(
        IObjectClient api,
        JsonObject about,
        GroupResource resource,
        EventSource source,
        string type,
        string reason,
        string message,
        DateTimeOffset now,
        CancellationToken cancellationToken)
    {
        // Events about objects without a namespace live in default.
        var @namespace = about.Namespace() ?? "default";
        var name = $"{about.Name()}.{Fnv.Hash64($"{resource}\0{about.Uid()}\0{source.Component}\0{type}\0{reason}\0{message}"):x16}";
        if (api.Find(Kinds.Events, @namespace, name) is { } earlier)
        {
            var repeated = earlier.Copy();
            repeated["count"] = (earlier.Number("count") ?? 1) + 1;
            repeated["lastTimestamp"] = Timestamps.Seconds(now);
            await api.UpdateAsync(Kinds.Events, repeated, cancellationToken: cancellationToken);
            return;
        }

        await api.CreateAsync(Kinds.Events, new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Event",
            ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = @namespace },
            ["involvedObject"] = new JsonObject
            {
                ["apiVersion"] = about.Text("apiVersion"),
                ["kind"] = about.Text("kind"),
                ["name"] = about.Name(),
                ["namespace"] = about.Namespace(),
                ["resourceVersion"] = about.Text("metadata", "resourceVersion"),
                ["uid"] = about.Uid(),
            }.WithoutNulls(),
            ["type"] = type,
            ["reason"] = reason,
            ["message"] = message,
            ["count"] = 1,
            ["firstTimestamp"] = Timestamps.Seconds(now),
            ["lastTimestamp"] = Timestamps.Seconds(now),
            ["eventTime"] = null,
            ["source"] = new JsonObject { ["component"] = source.Component, ["host"] = source.Host }.WithoutNulls(),
            ["reportingComponent"] = source.Component,
            ["reportingInstance"] = source.Host ?? "",
        }, cancellationToken);
    }
}
