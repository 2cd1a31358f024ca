using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

internal static class OwnerReferences
{
    /// <summary>The reference to the object's controller, or null.</summary>
    public static JsonObject? ControllerReference(this JsonObject value) =>
        value.Items("metadata", "ownerReferences").FirstOrDefault(reference => reference.Flag("controller") == true);

    public static bool IsControlledBy(this JsonObject value, JsonObject owner) => value.ControllerReference().Text("uid") == owner.Uid();

    /// <summary>A reference that makes the owner the controller.</summary>
    public static JsonObject ReferenceTo(JsonObject owner) => new()
    {
        ["apiVersion"] = owner.Text("apiVersion"),
        ["kind"] = owner.Text("kind"),
        ["name"] = owner.Name(),
        ["uid"] = owner.Uid(),
        ["controller"] = true,
        ["blockOwnerDeletion"] = true,
    };

    /// <summary>
    /// The objects that this owner controls. Those that nothing controls and that its selector matches are adopted; those that it controls and that no longer match
    /// are released.
    /// </summary>
    public static async Task<List<JsonObject>> ClaimAsync(this Turn turn, JsonObject owner, GroupResource resource, LabelSelector selector)
    {
        var claimed = new List<JsonObject>();
        foreach (var candidate in turn.Api.List(resource, owner.Namespace()))
        {
            var (own, matches) = (candidate.IsControlledBy(owner), selector.Matches(candidate));
            if (own && matches)
            {
                claimed.Add(candidate);
            }
            else if (own && !candidate.IsBeingDeleted() && !owner.IsBeingDeleted())
            {
                await turn.ChangeAsync(resource, candidate, changed =>
                {
                    var references = changed.Section("metadata")["ownerReferences"]!.AsArray();
                    references.Remove(references.First(reference => reference.Text("uid") == owner.Uid()));
                });
            }
            else if (matches && candidate.ControllerReference() is null && !candidate.IsBeingDeleted() && !owner.IsBeingDeleted())
            {
                var adopted = candidate.Copy();
                var metadata = adopted.Section("metadata");
                metadata["ownerReferences"] = candidate.Items("metadata", "ownerReferences").Append(ReferenceTo(owner)).ToJsonArray();
                if ((await turn.UpdateAsync(resource, adopted)).Object is { } stored)
                {
                    claimed.Add(stored);
                }
            }
        }

        return claimed;
    }
}
