using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>PATCH in its four forms. Source: apiserver's <c>endpoints/handlers/patch.go</c>.</summary>
internal sealed class PatchHandler(ClusterApi api)
{
    private const string Accepted =
        "the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, "
        + "application/strategic-merge-patch+json, application/apply-patch+yaml";

    public async Task PatchAsync(ApiCall call)
    {
        var (bytes, error) = await RequestBody.ReadAsync(call.Http);
        if (bytes is null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error!);
            return;
        }

        var type = RequestBody.MediaType(call.Http.Request.ContentType);
        if (type == RequestBody.ApplyType)
        {
            await ServerSideApply.RunAsync(api, call, bytes);
            return;
        }

        var (change, unreadable) = Read(call, type, bytes);
        if (change is null)
        {
            await ApiAnswer.ErrorAsync(call.Http, unreadable!);
            return;
        }

        var subresource = call.Target.Subresource is { Length: > 0 } named ? named : null;
        await WriteHandler.AnswerAsync(call, await api.UpdateAsync(call.Kind, call.Namespace, call.Name, change, subresource, call.WriteOptions, call.Aborted));
    }

    /// <summary>The patch as a change of the object; it works on the version that was asked for.</summary>
    internal static (ObjectChange? Change, KubernetesError? Error) Read(ApiCall call, string type, byte[] bytes)
    {
        JsonNode? patch;
        try
        {
            // As a member of an object, so that a list is read under the same rules as all other bodies.
            patch = Core.Json.ParseObject([.. "{\"patch\":"u8, .. bytes, (byte)'}'])["patch"];
        }
        catch (JsonException e)
        {
            return (null, KubernetesErrors.BadRequest($"error decoding patch: {e.Message}"));
        }

        Func<JsonObject, (JsonNode? Value, KubernetesError? Error)>? apply = (type, patch) switch
        {
            ("application/json-patch+json", JsonArray operations) => current => Json(operations, current),
            ("application/merge-patch+json", JsonObject map) => current => Merge(map, current),
            ("application/strategic-merge-patch+json", JsonObject map) => current => (current, StrategicMergePatch.Apply(map, current)),
            _ => null,
        };
        if (apply is null)
        {
            return (null, type is "application/json-patch+json" or "application/merge-patch+json" or "application/strategic-merge-patch+json"
                ? KubernetesErrors.BadRequest("error decoding patch: the patch has another form")
                : KubernetesErrors.UnsupportedMediaType(Accepted));
        }

        return (current => Change(call, current, apply), null);
    }

    private static (JsonObject? Value, KubernetesError? Error) Change(ApiCall call, JsonObject stored, Func<JsonObject, (JsonNode?, KubernetesError?)> apply)
    {
        var current = call.IsStoredForm ? stored.Copy() : Versions.ToServed(call.Kind, call.Target.Version, stored);
        var (value, error) = apply(current);
        if (error is not null)
        {
            return (null, error);
        }

        if (value is not JsonObject changed)
        {
            return (null, KubernetesErrors.BadRequest("the patched value is not an object"));
        }

        if (FieldValidation.Check(call, changed) is { } refused)
        {
            return (null, Unreadable(changed, refused.Message));
        }

        if (ObjectIdentity.Check(call, changed) is { } other)
        {
            return (null, other);
        }

        return (call.IsStoredForm ? changed : Versions.ToStored(call.Kind, call.Target.Version, changed), null);
    }

    /// <summary>What the patch makes of the object is no object of its kind.</summary>
    private static KubernetesError Unreadable(JsonObject changed, string why)
    {
        var field = FieldError.Invalid("patch", Core.Json.ToText(changed), why);
        return new(422, "Invalid", $" \"\" is invalid: {field}")
        {
            Details = new() { ["causes"] = new JsonArray(new JsonObject { ["reason"] = field.Reason, ["message"] = field.Detail, ["field"] = field.Field }) },
        };
    }

    private static (JsonNode? Value, KubernetesError? Error) Json(JsonArray operations, JsonObject current)
    {
        JsonNode? document = current;
        var error = JsonPatch.Apply(operations, ref document);
        return (document, error is null ? null : PatchErrors.Contradiction(error));
    }

    private static (JsonNode? Value, KubernetesError? Error) Merge(JsonObject patch, JsonObject current)
    {
        MergePatch.Apply(patch, current);
        return (current, null);
    }
}
