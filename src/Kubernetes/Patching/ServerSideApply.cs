using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Server-side apply: the configuration is merged into the object, what the same manager applied before and no longer does is removed, and a field that another
/// manager applied with another value is a conflict unless forced. Source: the documentation "Server-Side Apply".
/// </summary>
internal static class ServerSideApply
{
    public static async Task RunAsync(ClusterApi api, ApiCall call, byte[] bytes)
    {
        var manager = call.Query("fieldManager") ?? "";
        var (value, error) = RequestBody.Parse(bytes, yaml: true);
        error ??= CheckManager(call) ?? ObjectIdentity.CheckApplied(call, value!) ?? FieldValidation.Check(call, value!) ?? ObjectIdentity.Check(call, value!);
        if (error is not null)
        {
            await ApiAnswer.ErrorAsync(call.Http, error);
            return;
        }

        var config = call.IsStoredForm ? value! : Versions.ToStored(call.Kind, call.Target.Version, value!);
        while (true)
        {
            var result = api.Store.Find(call.Kind.Stored, call.Namespace, call.Name) is null && call.Target.Subresource.Length == 0
                ? await CreateAsync(api, call, config, manager)
                : await api.UpdateAsync(
                    call.Kind, call.Namespace, call.Name, current => Merge(call, current, config, manager), call.Target.Subresource is { Length: > 0 } named ? named : null,
                    call.WriteOptions, call.Aborted);
            if (result.Error?.Reason != "AlreadyExists")
            {
                await WriteHandler.AnswerAsync(call, result);
                return;
            }
        }
    }

    public static KubernetesError? CheckManager(ApiCall call) => call.Query("fieldManager") is { Length: > 0 }
        ? null
        : KubernetesErrors.Invalid(call.Kind with { Kind = "PatchOptions", Group = "meta.k8s.io" }, "", [FieldError.Required("fieldManager", "is required for apply patch")]);

    /// <summary>To make an object the caller, who was asked for <c>patch</c> only, needs <c>create</c> too.</summary>
    private static async ValueTask<WriteResult> CreateAsync(ClusterApi api, ApiCall call, JsonObject config, string manager)
    {
        if (!api.Authorizer.Allows(call.User, new("create", call.Target.Group, call.Target.Plural, call.Target.Namespace, call.Name, "")))
        {
            return Refusals.Access(call.User, "create", call.Target, call.Target.Plural);
        }

        var value = config.Copy();
        value.Metadata()["managedFields"] = new JsonArray(Entry(call, manager, Owned(call, config)));
        return await api.CreateAsync(call.Kind, call.Namespace, value, call.WriteOptions, call.Aborted);
    }

    /// <summary>The object after the configuration was applied to it.</summary>
    public static (JsonObject? Value, KubernetesError? Error) Merge(ApiCall call, JsonObject current, JsonObject config, string manager)
    {
        if (config.Text("metadata", "resourceVersion") is { Length: > 0 } revision && revision != current.Text("metadata", "resourceVersion"))
        {
            return (null, KubernetesErrors.Modified(call.Kind.Resource, call.Name));
        }

        var value = current.Copy();
        var entries = (value.At("metadata", "managedFields") as JsonArray ?? []).OfType<JsonObject>().ToList();
        var own = entries.FirstOrDefault(entry => IsOwn(call, entry, manager));
        var others = entries.Where(entry => entry != own && entry["fieldsV1"] is JsonObject).ToList();
        var wanted = Owned(call, config);
        var conflicts = Conflicts(current, config, wanted, others);
        if (conflicts.Count > 0 && !call.IsTrue("force"))
        {
            return (null, Conflict(conflicts));
        }

        foreach (var (entry, path) in conflicts)
        {
            AppliedFields.Remove((JsonObject)entry["fieldsV1"]!, path);
        }

        foreach (var path in AppliedFields.Leaves(own?["fieldsV1"] as JsonObject ?? []).Where(path => !AppliedFields.Contains(wanted, path)))
        {
            if (!others.Any(entry => AppliedFields.Contains((JsonObject)entry["fieldsV1"]!, path)))
            {
                AppliedFields.RemoveValue(value, path);
            }
        }

        var merged = config.Copy();
        merged.Metadata().Remove("managedFields");
        merged.Metadata().Remove("resourceVersion");
        if (StrategicMergePatch.Apply(merged, value) is { } wrong)
        {
            return (null, wrong);
        }

        var kept = others.Where(entry => ((JsonObject)entry["fieldsV1"]!).Count > 0).Select(entry => (JsonNode)entry.Copy());
        var same = own is not null && JsonNode.DeepEquals(own["fieldsV1"], wanted);
        value.Metadata()["managedFields"] = new JsonArray([.. kept, same ? own!.Copy() : Entry(call, manager, wanted)]);
        return (value, null);
    }

    /// <summary>What the configuration sets and the request can: nobody owns a status by the object, or a specification by the status.</summary>
    private static JsonObject Owned(ApiCall call, JsonObject config)
    {
        var fields = AppliedFields.Of(config);
        if (call.Kind.HasStatus && call.Target.Subresource is "" or "status")
        {
            foreach (var name in fields.Select(field => field.Key).Where(name => name != "f:metadata" && name == "f:status" == (call.Target.Subresource.Length == 0)).ToList())
            {
                fields.Remove(name);
            }
        }

        return fields;
    }

    private static List<(JsonObject Entry, string[] Path)> Conflicts(JsonObject current, JsonObject config, JsonObject wanted, List<JsonObject> others) =>
        [.. from path in AppliedFields.Leaves(wanted)
            from entry in others
            where AppliedFields.Contains((JsonObject)entry["fieldsV1"]!, path)
            where !JsonNode.DeepEquals(AppliedFields.Value(current, path), AppliedFields.Value(config, path))
            where path[^1] != "."
            select (entry, path)];

    private static KubernetesError Conflict(List<(JsonObject Entry, string[] Path)> conflicts)
    {
        var causes = new JsonArray();
        foreach (var (entry, path) in conflicts)
        {
            causes.Add((JsonNode)new JsonObject
            {
                ["reason"] = "FieldManagerConflict",
                ["message"] = $"conflict with \"{entry.Text("manager")}\"",
                ["field"] = "." + string.Join('.', path.Select(step => step.StartsWith("f:", StringComparison.Ordinal) ? step[2..] : $"[{step[2..]}]")),
            });
        }

        var managers = conflicts.GroupBy(one => one.Entry.Text("manager")).Select(group =>
            $"conflict with \"{group.Key}\": {string.Join(", ", causes.Where(cause => cause.Text("message") == $"conflict with \"{group.Key}\"").Select(cause => cause.Text("field")))}");
        return new(409, "Conflict", $"Apply failed with {conflicts.Count} conflict{(conflicts.Count == 1 ? "" : "s")}: {string.Join("\n", managers)}")
        {
            Details = new JsonObject { ["causes"] = causes },
        };
    }

    private static bool IsOwn(ApiCall call, JsonObject entry, string manager) =>
        entry.Text("manager") == manager && entry.Text("operation") == "Apply" && (entry.Text("subresource") ?? "") == call.Target.Subresource;

    private static JsonObject Entry(ApiCall call, string manager, JsonObject fields)
    {
        var entry = new JsonObject
        {
            ["manager"] = manager,
            ["operation"] = "Apply",
            ["apiVersion"] = call.Kind.ApiVersion(call.Target.Version),
            ["time"] = ObjectMeta.Time(call.Clock.GetUtcNow()),
            ["fieldsType"] = "FieldsV1",
            ["fieldsV1"] = fields,
        };
        if (call.Target.Subresource.Length > 0)
        {
            entry["subresource"] = call.Target.Subresource;
        }

        return entry;
    }
}
