using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Which volume serves which claim.</summary>
internal static class VolumeMatch
{
    public static bool Fits(JsonObject volume, JsonObject claim) =>
        !volume.IsBeingDeleted()
        && (volume.At("spec", "claimRef") is null ? volume.Text("status", "phase") is null or "Available" or "Pending" : IsFor(volume, claim))
        && (volume.Text("spec", "storageClassName") ?? "") == (claim.Text("spec", "storageClassName") ?? "")
        && Quantity.Parse(volume.At("spec", "capacity", "storage")) >= Quantity.Parse(claim.At("spec", "resources", "requests", "storage"))
        && claim.Texts("spec", "accessModes").All(volume.Texts("spec", "accessModes").Contains)
        && (claim.At("spec", "selector") is not { } selector || LabelSelector.Parse(selector).Matches(volume));

    /// <summary>The volume is kept for this claim.</summary>
    public static bool IsFor(JsonObject volume, JsonObject claim) =>
        volume.At("spec", "claimRef") is { } reference
        && reference.Text("name") == claim.Name()
        && reference.Text("namespace") == claim.Namespace()
        && (reference.Text("uid") is null or "" || reference.Text("uid") == claim.Uid());

    public static JsonObject ReferenceTo(JsonObject claim) => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "PersistentVolumeClaim",
        ["name"] = claim.Name(),
        ["namespace"] = claim.Namespace(),
        ["uid"] = claim.Uid(),
    };
}
