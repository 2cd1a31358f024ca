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

        var result = await api.UpdateAsync(
            call.Kind, call.Namespace, call.Name, current => Change(call, AsScale(call), current, bytes), "scale", call.WriteOptions, call.Aborted);
        await (result.Error is { } refused
            ? ApiAnswer.ErrorAsync(call.Http, refused)
            : ApiAnswer.WriteAsync(call.Http, 200, Of(call.Kind, result.Object!.Object)));
    }

    /// <summary>The same request, about an object of kind Scale.</summary>
    private static ApiCall AsScale(ApiCall call)
    {
        var kind = SubresourceInfo.Of(call.Kind, call.Target.Subresource).AsKind(call.Kind);
        return call with { Kind = kind, Target = call.Target with { Group = kind.Group, Version = kind.Versions[0] } };
    }

    private static (JsonObject? Value, KubernetesError? Error) Change(ApiCall call, ApiCall asScale, JsonObject current, byte[] bytes)
    {
        var type = RequestBody.MediaType(call.Http.Request.ContentType);
        var applied = call.Verb == "patch" && type == RequestBody.ApplyType;
        var (scale, error) = applied ? ReadApplied(asScale, bytes)
            : call.Verb == "update" ? ReadWhole(asScale, bytes)
            : Patch(asScale, type, bytes, Of(call.Kind, current));
        error ??= Check(asScale, scale!);
        if (error is not null)
        {
            return (null, error);
        }

        if (scale.Text("metadata", "resourceVersion") is { Length: > 0 } revision && revision != current.Text("metadata", "resourceVersion"))
        {
            return (null, KubernetesErrors.Modified(call.Kind.Resource, call.Name));
        }

        var replicas = scale.Number("spec", "replicas");
        if (applied)
        {
            var spec = replicas is null ? new JsonObject() : new JsonObject { ["replicas"] = replicas };
            return ServerSideApply.Merge(call, current, new() { ["spec"] = spec }, call.Query("fieldManager")!);
        }

        var value = current.Copy();
        value.Section("spec")["replicas"] = replicas ?? 0;
        return (value, null);
    }

    private static (JsonObject? Value, KubernetesError? Error) ReadWhole(ApiCall call, byte[] bytes)
    {
        var (sent, error) = RequestBody.Parse(bytes, call.Http.Request.ContentType);
        error ??= ObjectIdentity.CheckKind(call, sent!) ?? FieldValidation.Check(call, sent!) ?? ObjectIdentity.Check(call, sent!);
        return (sent, error);
    }

    private static (JsonObject? Value, KubernetesError? Error) ReadApplied(ApiCall call, byte[] bytes)
    {
        var (sent, error) = RequestBody.Parse(bytes, yaml: true);
        error ??= ServerSideApply.CheckManager(call) ?? ObjectIdentity.CheckApplied(call, sent!) ?? FieldValidation.Check(call, sent!)
            ?? ObjectIdentity.Check(call, sent!, nameless: true);
        return (sent, error);
    }

    private static (JsonObject? Value, KubernetesError? Error) Patch(ApiCall call, string type, byte[] bytes, JsonObject scale)
    {
        var (change, error) = PatchHandler.Read(call, type, bytes);
        return change is null ? (null, error) : change(scale);
    }

    private static KubernetesError? Check(ApiCall call, JsonObject scale) => scale.Number("spec", "replicas") < 0
        ? KubernetesErrors.Invalid(call.Kind, call.Name, [FieldError.Invalid("spec.replicas", scale.At("spec", "replicas"), "must be greater than or equal to 0")])
        : null;

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
