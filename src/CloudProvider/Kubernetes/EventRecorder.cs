using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.CloudProvider;

/// <summary>Writes events on an object. The same one again raises its count. An event that cannot be written is logged and forgotten.</summary>
internal sealed class EventRecorder(KubernetesApi api, TimeProvider time, ILogger logger)
{
    /// <summary>Where upstream's service controller says that its events come from.</summary>
    private const string Component = "service-controller";

    private const int Remembered = 4096;

    private readonly Dictionary<(string Uid, string Reason), (string Path, string Message, int Count)> _last = [];

    public Task NormalAsync(JsonObject about, string reason, string message, CancellationToken cancellationToken) =>
        RecordAsync(about, "Normal", reason, message, cancellationToken);

    public Task WarningAsync(JsonObject about, string reason, string message, CancellationToken cancellationToken) =>
        RecordAsync(about, "Warning", reason, message, cancellationToken);

    private async Task RecordAsync(JsonObject about, string type, string reason, string message, CancellationToken cancellationToken)
    {
        var key = (about.Text("metadata", "uid") ?? "", reason);
        var reply = _last.TryGetValue(key, out var last) && last.Message == message
            ? await RepeatAsync(key, last, cancellationToken)
            : null;
        if (reply is { Succeeded: true })
        {
            return;
        }

        var space = about.Text("metadata", "namespace")!;
        var name = $"{about.Text("metadata", "name")}.{time.GetUtcNow().Ticks:x}{time.GetTimestamp() & 0xffff:x4}";
        reply = await api.CreateAsync($"api/v1/namespaces/{space}/events", Body(about, space, name, type, reason, message), cancellationToken);
        if (!reply.Succeeded)
        {
            logger.EventLost(reason, ObjectCache.KeyOf(about), reply.Error.Text);
            return;
        }

        if (_last.Count >= Remembered)
        {
            _last.Clear();
        }

        _last[key] = ($"api/v1/namespaces/{space}/events/{name}", message, 1);
    }

    private async Task<KubernetesReply> RepeatAsync(
        (string, string) key, (string Path, string Message, int Count) last, CancellationToken cancellationToken)
    {
        _last[key] = last with { Count = last.Count + 1 };
        return await api.PatchAsync(last.Path, new JsonObject { ["count"] = last.Count + 1, ["lastTimestamp"] = Now() }, cancellationToken);
    }

    private JsonObject Body(JsonObject about, string space, string name, string type, string reason, string message) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Event",
        ["metadata"] = new JsonObject { ["name"] = name, ["namespace"] = space },
        ["involvedObject"] = new JsonObject
        {
            ["kind"] = "Service",
            ["namespace"] = space,
            ["name"] = about.Text("metadata", "name"),
            ["uid"] = about.Text("metadata", "uid"),
            ["apiVersion"] = "v1",
            ["resourceVersion"] = about.Text("metadata", "resourceVersion"),
        },
        ["reason"] = reason,
        ["message"] = message,
        ["type"] = type,
        ["count"] = 1,
        ["firstTimestamp"] = Now(),
        ["lastTimestamp"] = Now(),
        ["source"] = new JsonObject { ["component"] = Component },
        ["reportingComponent"] = Component,
        ["reportingInstance"] = "",
    };

    private string Now() => time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
