using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>The templates that a StatefulSet or DaemonSet has had, as ControllerRevisions, in the shape that <c>kubectl rollout</c> reads.</summary>
internal static class ControllerRevisions
{
    public const string HashLabel = "controller-revision-hash";

    public static string Hash(JsonObject revision) => revision.Label(HashLabel) ?? "";

    /// <summary>The template that the revision keeps.</summary>
    public static JsonObject Template(JsonObject revision)
    {
        var template = revision.At("data", "spec", "template") is JsonObject kept ? kept.Copy() : [];
        template.Remove("$patch");
        return template;
    }

    public static List<JsonObject> Of(Turn turn, JsonObject owner) => [.. turn.Api.List(Kinds.ControllerRevisions, owner.Namespace())
        .Where(revision => revision.IsControlledBy(owner))
        .OrderBy(Number)];

    /// <summary>The revision of the present template: made when it is new, and moved to the top when it comes back. Null when the API refused.</summary>
    public static async Task<JsonObject?> EnsureAsync(Turn turn, JsonObject owner)
    {
        var template = owner.CopyAt("spec", "template");
        template["$patch"] = "replace";
        var data = new JsonObject { ["spec"] = new JsonObject { ["template"] = template } };
        var all = Of(turn, owner);
        var next = all.Select(Number).DefaultIfEmpty(0).Max() + 1;
        if (all.Find(revision => JsonNode.DeepEquals(revision["data"], data)) is { } same)
        {
            if (same == all[^1])
            {
                return same;
            }

            var moved = same.Copy();
            moved["revision"] = next;
            return (await turn.UpdateAsync(Kinds.ControllerRevisions, moved)).Object;
        }

        var hash = PodTemplates.Hash(template);
        var labels = owner.CopyAt("spec", "template", "metadata", "labels");
        labels[HashLabel] = hash;
        return (await turn.CreateAsync(Kinds.ControllerRevisions, new JsonObject
        {
            ["apiVersion"] = "apps/v1",
            ["kind"] = "ControllerRevision",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{owner.Name()}-{hash}",
                ["namespace"] = owner.Namespace(),
                ["labels"] = labels,
                ["annotations"] = owner.Annotation("kubernetes.io/change-cause") is { } cause
                    ? new JsonObject { ["kubernetes.io/change-cause"] = cause }
                    : null,
                ["ownerReferences"] = new JsonArray(OwnerReferences.ReferenceTo(owner)),
            }.WithoutNulls(),
            ["data"] = data,
            ["revision"] = next,
        })).Object;
    }

    /// <summary>Removes the oldest that nobody uses any more, beyond <c>revisionHistoryLimit</c>.</summary>
    public static async Task TrimAsync(Turn turn, JsonObject owner, Func<JsonObject, bool> isUsed)
    {
        var unused = Of(turn, owner).FindAll(revision => !isUsed(revision));
        foreach (var revision in unused.SkipLast(owner.Number("spec", "revisionHistoryLimit") ?? 10).ToList())
        {
            await turn.DeleteAsync(Kinds.ControllerRevisions, revision);
        }
    }

    private static long Number(JsonObject revision) => revision["revision"].Long() ?? 0;
}
