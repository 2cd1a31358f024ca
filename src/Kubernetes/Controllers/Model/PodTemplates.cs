using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Pods from a template, and the identity of a template.</summary>
internal static class PodTemplates
{
    /// <summary>A pod by the owner's template, controlled by the owner.</summary>
    /// <param name="name">Its name; null for one that the API makes from the owner's name.</param>
    public static JsonObject NewPod(JsonObject owner, JsonNode? template, string? name = null)
    {
        var metadata = template.CopyAt("metadata");
        metadata.Remove("creationTimestamp");
        metadata.Remove("name");
        metadata["namespace"] = owner.Namespace();
        metadata[name is null ? "generateName" : "name"] = name ?? $"{owner.Name()}-";
        metadata["ownerReferences"] = new JsonArray(OwnerReferences.ReferenceTo(owner));
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Pod",
            ["metadata"] = metadata,
            ["spec"] = template.At("spec")?.DeepClone() ?? new JsonObject(),
        };
    }

    /// <summary>The template without the label of its hash.</summary>
    public static JsonObject WithoutLabel(JsonNode? template, string label)
    {
        var bare = template.CopyAt();
        if (bare.At("metadata", "labels") is JsonObject labels)
        {
            labels.Remove(label);
        }

        return bare;
    }

    /// <summary>A short name for what the value says, whatever the order of its properties.</summary>
    public static string Hash(JsonNode? value, int collisions = 0) =>
        Fnv.SafeName(Sorted(value)!.ToJsonString() + (collisions == 0 ? "" : collisions.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    private static JsonNode? Sorted(JsonNode? node) => node switch
    {
        JsonObject obj => new JsonObject(obj.OrderBy(field => field.Key, StringComparer.Ordinal).Select(field => KeyValuePair.Create(field.Key, Sorted(field.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Sorted)]),
        _ => node?.DeepClone(),
    };
}
