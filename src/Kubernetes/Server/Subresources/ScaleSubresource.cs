using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary><c>/scale</c>: the number of replicas, in the same form for every workload.</summary>
internal sealed class ScaleSubresource(ClusterApi api) : ISubresource
{
    public string Plural => "*";

    public string Name => "scale";

    public async Task AnswerAsync(ApiCall call)
    {
        if (api.Store.Find(call.Kind.Stored, call.Namespace, call.Name) is not { } found)
        {
            await ApiAnswer.ErrorAsync(call.Http, KubernetesErrors.NotFound(call.Kind.Resource, call.Name));
            return;
        }

        if (call.Verb == "get")
        {
            await ApiAnswer.WriteAsync(call.Http, 200, Of(call.Kind, found.Object));
            return;
        }

        var (bytes, error) = await RequestBody.ReadAsync(call.Http);
        if (bytes is null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error!);
            return;
        }

        var result = await api.UpdateAsync(call.Kind, call.Namespace, call.Name, current => Change(call, current, bytes), "scale", call.WriteOptions, call.Aborted);
        await (result.Error is { } refused
            ? ApiAnswer.ErrorAsync(call.Http, refused)
            : ApiAnswer.WriteAsync(call.Http, 200, Of(call.Kind, result.Object!.Object)));
    }

    private static (JsonObject? Value, KubernetesError? Error) Change(ApiCall call, JsonObject current, byte[] bytes)
    {
        var scale = Of(call.Kind, current);
        if (call.Verb == "update")
        {
            var (sent, error) = RequestBody.Parse(bytes, call.Http.Request.ContentType);
            if (sent is null)
            {
                return (null, error);
            }

            scale = sent;
        }
        else
        {
            var (change, error) = PatchHandler.Read(call with { Kind = call.Kind with { Stored = call.Kind.Resource } }, RequestBody.MediaType(call.Http.Request.ContentType), bytes);
            (var patched, error) = change is null ? (null, error) : change(scale);
            if (patched is null)
            {
                return (null, error);
            }

            scale = patched;
        }

        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } revision && revision != current.Text("metadata", "resourceVersion"))
        {
            return (null, KubernetesErrors.Modified(call.Kind.Resource, call.Name));
        }

        var value = current.Copy();
        value.Section("spec")["replicas"] = scale.Number("spec", "replicas") ?? 0;
        return (value, null);
    }

    private static JsonObject Of(ResourceKind kind, JsonObject value)
    {
        var metadata = new JsonObject();
        foreach (var name in (ReadOnlySpan<string>)["name", "namespace", "uid", "resourceVersion", "creationTimestamp"])
        {
            ObjectMeta.CopyMember(value.Metadata(), metadata, name);
        }

        var status = new JsonObject { ["replicas"] = value.Number("status", "replicas") ?? 0 };
        if (value.At("spec", "selector") is JsonObject selector)
        {
            status["selector"] = Selector(kind.Group.Length == 0 ? selector : selector["matchLabels"] as JsonObject ?? []);
        }

        return new()
        {
            ["kind"] = "Scale",
            ["apiVersion"] = "autoscaling/v1",
            ["metadata"] = metadata,
            ["spec"] = new JsonObject { ["replicas"] = value.Number("spec", "replicas") ?? 0 },
            ["status"] = status,
        };
    }

    private static string Selector(JsonObject labels) =>
        string.Join(",", labels.OrderBy(label => label.Key, StringComparer.Ordinal).Select(label => $"{label.Key}={label.Value.Text()}"));
}
