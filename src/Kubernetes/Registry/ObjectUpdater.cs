using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Kubernetes;

/// <summary>Changes objects. Source: apiserver's <c>registry/generic/registry/store.go</c> and <c>registry/rest/update.go</c>.</summary>
internal sealed class ObjectUpdater(RegistryParts parts)
{
    private const int Attempts = 32;

    /// <summary>What an update cannot change, whatever it sends.</summary>
    private static readonly string[] Kept = ["name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation"];

    /// <summary>Replaces the object, or computes it anew from what is stored until no other write comes between.</summary>
    /// <param name="subresource">Null, <c>status</c>, or another for which the change alone decides.</param>
    public async ValueTask<WriteResult> UpdateAsync(
        ResourceKind kind, string @namespace, string name, ObjectChange change, string? subresource, WriteOptions options, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (parts.Store.Find(kind.Stored, @namespace, name) is not { } current)
            {
                return KubernetesErrors.NotFound(kind.Resource, name);
            }

            var (value, error) = change(current.Object);
            if (value is null)
            {
                return error!;
            }

            var claimed = value.Text("metadata", "resourceVersion") ?? "";
            if (Prepare(kind, current, value, subresource) is { } refused)
            {
                return refused;
            }

            var (result, again) = await TryAsync(kind, current, value, subresource, options, cancellationToken);
            if (!again)
            {
                return result;
            }

            // A caller that named a revision wants exactly that one; everybody else only wants the change to be made.
            if (attempt >= Attempts || (claimed.Length > 0 && !IsComputed(change)))
            {
                return KubernetesErrors.Modified(kind.Resource, name);
            }
        }
    }

    private static bool IsComputed(ObjectChange change) => change.Target is not FixedValue;

    /// <summary>A change that is one given object.</summary>
    public static ObjectChange To(JsonObject value) => new FixedValue(value).Take;

    private KubernetesError? Prepare(ResourceKind kind, StoredObject current, JsonObject value, string? subresource)
    {
        var stored = current.Object;
        var metadata = value.Metadata();
        if (metadata.Text("name") is { } name && name != current.Name)
        {
            return KubernetesErrors.BadRequest($"the name of the object ({name}) does not match the name on the URL ({current.Name})");
        }

        if (metadata.Text("namespace") is { Length: > 0 } @namespace && kind.Namespaced && @namespace != current.Namespace)
        {
            return KubernetesErrors.BadRequest("the namespace of the provided object does not match the namespace sent on the request");
        }

        if (metadata.Text("uid") is { Length: > 0 } uid && uid != current.Uid)
        {
            return KubernetesErrors.Conflict(
                kind.Resource, current.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        }

        if (metadata.Text("resourceVersion") is { Length: > 0 } revision && revision != "0" && revision != $"{current.Revision}")
        {
            return KubernetesErrors.Modified(kind.Resource, current.Name);
        }

        value["kind"] = kind.Kind;
        value["apiVersion"] = kind.StoredApiVersion;
        foreach (var member in Kept)
        {
            ObjectMeta.CopyMember(stored.Metadata(), metadata, member);
        }

        metadata.Remove("selfLink");
        ObjectMeta.RemoveEmpty(metadata);
        KeepOtherPart(kind, stored, value, subresource);
        var rules = parts.RulesOf(kind.Stored);
        rules?.PrepareForUpdate(value, stored, subresource ?? "");
        DefaultTable.Apply(kind.Stored, value);
        rules?.Default(value);
        if (kind.HasGeneration && subresource != "status" && !SameButForStatus(stored, value))
        {
            metadata["generation"] = (stored.Number("metadata", "generation") ?? 0) + 1;
        }

        return null;
    }

    private async ValueTask<(WriteResult Result, bool Again)> TryAsync(
        ResourceKind kind, StoredObject current, JsonObject value, string? subresource, WriteOptions options, CancellationToken cancellationToken)
    {
        if (parts.Admit(new(kind, current.Namespace, value, current.Object, options.User, subresource ?? "")) is { } refusal)
        {
            return (refusal, false);
        }

        var writes = new List<Write>();
        if (parts.Check(kind, value, current.Object, writes, subresource ?? "") is { } invalid)
        {
            return (invalid, false);
        }

        if (Deletion.IsComplete(kind, value))
        {
            return await RemoveAsync(current, value, options, cancellationToken);
        }

        value.Metadata()["resourceVersion"] = $"{current.Revision}";
        if (JsonNode.DeepEquals(value, current.Object))
        {
            return (current, false);
        }

        var body = ObjectBytes.Of(value);

        if (options.DryRun)
        {
            return (new StoredObject(current.Resource, current.Namespace, current.Name, current.Revision, ObjectBytes.WithRevision(body, current.Revision)), false);
        }

        var outcome = await parts.Store.ReplaceAsync(current, value, writes, cancellationToken);
        return outcome.Object is { } stored ? (stored, false) : (default, true);
    }

    /// <summary>The update took the last thing away that a deletion was waiting for.</summary>
    private async ValueTask<(WriteResult Result, bool Again)> RemoveAsync(
        StoredObject current, JsonObject value, WriteOptions options, CancellationToken cancellationToken)
    {
        if (options.DryRun)
        {
            return (new(current, null, Gone: true), false);
        }

        var outcome = await parts.Store.DeleteAsync(current, parts.Releases(current), cancellationToken);
        return outcome.Object is { } gone
            ? (new(new StoredObject(gone.Resource, gone.Namespace, gone.Name, gone.Revision, ObjectBytes.WithRevision(ObjectBytes.Of(value), gone.Revision)), null, Gone: true), false)
            : (default, true);
    }

    /// <summary>An update of the object leaves its status as it is; an update of the status leaves all but status and what its kind lets it change of metadata.</summary>
    private static void KeepOtherPart(ResourceKind kind, JsonObject stored, JsonObject value, string? subresource)
    {
        if (!kind.HasStatus)
        {
            return;
        }

        if (subresource is null)
        {
            ObjectMeta.CopyMember(stored, value, "status");
        }
        else if (subresource == "status")
        {
            foreach (var name in value.Select(member => member.Key).Union(stored.Select(member => member.Key)).ToList())
            {
                if (name is not ("kind" or "apiVersion" or "metadata" or "status"))
                {
                    ObjectMeta.CopyMember(stored, value, name);
                }
            }

            foreach (var name in kind.StatusKeeps)
            {
                ObjectMeta.CopyMember(stored.Metadata(), value.Metadata(), name);
            }
        }
    }

    private static bool SameButForStatus(JsonObject one, JsonObject other) =>
        one.Count(Counts) == other.Count(Counts) && one.Where(Counts).All(member => JsonNode.DeepEquals(member.Value, other[member.Key]));

    private static bool Counts(KeyValuePair<string, JsonNode?> member) => member.Key is not ("kind" or "apiVersion" or "metadata" or "status");

    private sealed class FixedValue(JsonObject value)
    {
        public (JsonObject? Value, KubernetesError? Error) Take(JsonObject current) => (value.Copy(), null);
    }
}
