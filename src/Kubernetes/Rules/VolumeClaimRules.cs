using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Claims: what is asked for, and that it may only grow. Source: <c>pkg/apis/core/validation</c>.</summary>
internal sealed class VolumeClaimRules : KindRules
{
    public override GroupResource Resource => new("", "persistentvolumeclaims");

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        if (value.At("spec", "accessModes") is not JsonArray { Count: > 0 })
        {
            errors.Add(FieldError.Required("spec.accessModes", "at least 1 access mode is required"));
        }

        if (value.At("spec", "resources", "requests", "storage") is not { } storage)
        {
            errors.Add(FieldError.Required("spec.resources[storage]"));
        }
        else if (current is not null && Quantity.Parse(storage) < Quantity.Parse(current.At("spec", "resources", "requests", "storage")))
        {
            errors.Add(FieldError.Forbidden("spec.resources.requests.storage", "field can not be less than status.capacity"));
        }
    }
}
