using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Deletes objects: at once, or by marking them until their finalizers and grace have ended. Source: apiserver's <c>registry/generic/registry/store.go</c>.</summary>
internal sealed class ObjectDeleter(RegistryParts parts)
{
    public async ValueTask<WriteResult> DeleteAsync(
        ResourceKind kind, string @namespace, string name, DeletionOptions deletion, WriteOptions options, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (parts.Store.Find(kind.Stored, @namespace, name) is not { } current)
            {
                return KubernetesErrors.NotFound(kind.Resource, name);
            }

            if (Check(kind, current, deletion) is { } refused)
            {
                return refused;
            }

            var marked = Mark(kind, current, deletion);
            if (Deletion.IsComplete(kind, marked))
            {
                if (options.DryRun)
                {
                    return new(current, null, Gone: true);
                }

                var removed = await parts.Store.DeleteAsync(current, parts.Releases(current), cancellationToken);
                if (removed.Object is { } last)
                {
                    return new(last, null, Gone: true);
                }

                continue;
            }

            if (JsonNode.DeepEquals(marked, current.Object))
            {
                return current;
            }

            if (options.DryRun)
            {
                return new StoredObject(current.Resource, current.Namespace, current.Name, current.Revision, ObjectBytes.WithRevision(ObjectBytes.Of(marked), current.Revision));
            }

            var outcome = await parts.Store.ReplaceAsync(current, marked, cancellationToken: cancellationToken);
            if (outcome.Object is { } stored)
            {
                return stored;
            }
        }
    }

    private static KubernetesError? Check(ResourceKind kind, StoredObject current, DeletionOptions deletion)
    {
        if (deletion.Uid is { } uid && uid != current.Uid)
        {
            return KubernetesErrors.Conflict(
                kind.Resource, current.Name, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Uid}");
        }

        return deletion.ResourceVersion is { } revision && revision != $"{current.Revision}"
            ? KubernetesErrors.Conflict(
                kind.Resource,
                current.Name,
                $"Precondition failed: ResourceVersion in precondition: {revision}, ResourceVersion in object meta: {current.Revision}")
            : null;
    }

    /// <summary>The object as the deletion leaves it, if anything holds it.</summary>
    private JsonObject Mark(ResourceKind kind, StoredObject current, DeletionOptions deletion)
    {
        var marked = current.Object.Copy();
        var metadata = marked.Metadata();
        var finalizers = Deletion.Finalizers(kind, marked, deletion.Propagation);
        if (finalizers.Count > 0)
        {
            metadata["finalizers"] = new JsonArray([.. finalizers.Select(one => (JsonNode)one)]);
        }
        else
        {
            metadata.Remove("finalizers");
        }

        SetGrace(kind, marked, metadata, deletion.GracePeriodSeconds);
        if (kind.Stored == new GroupResource("", "namespaces"))
        {
            marked.Section("status")["phase"] = "Terminating";
        }

        return marked;
    }

    /// <summary>A second deletion may shorten the time and never lengthens it.</summary>
    private void SetGrace(ResourceKind kind, JsonObject marked, JsonObject metadata, long? asked)
    {
        var now = parts.Clock.GetUtcNow();
        if (marked.Text("metadata", "deletionTimestamp") is not { } before)
        {
            var seconds = Deletion.GraceSeconds(kind, marked, asked);
            metadata["deletionTimestamp"] = ObjectMeta.Time(now.AddSeconds(seconds));
            metadata["deletionGracePeriodSeconds"] = (int)seconds;
            if (kind.HasGeneration)
            {
                metadata["generation"] = (marked.Number("metadata", "generation") ?? 0) + 1;
            }

            return;
        }

        var left = metadata.Number("deletionGracePeriodSeconds") ?? 0;
        if (left == 0 || asked is null || asked >= left)
        {
            return;
        }

        var begun = DateTimeOffset.Parse(before, System.Globalization.CultureInfo.InvariantCulture).AddSeconds(-left);
        var end = begun.AddSeconds(asked.Value);
        metadata["deletionTimestamp"] = ObjectMeta.Time(end < now ? now : end);
        metadata["deletionGracePeriodSeconds"] = (int)asked.Value;
    }
}
