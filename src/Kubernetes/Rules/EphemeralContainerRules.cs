using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Ephemeral containers are added to a pod that runs, and stay as they are. Source: <c>ValidatePodEphemeralContainersUpdate</c> in <c>pkg/apis/core/validation</c>.
/// </summary>
internal static class EphemeralContainerRules
{
    private const string Field = "spec.ephemeralContainers";

    private static readonly string[] NotTheirs = ["ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "resizePolicy", "restartPolicy"];

    public static void Validate(JsonObject value, JsonObject current, List<FieldError> errors)
    {
        PodSpecRules.Validate(value.Section("spec"), "spec", errors);
        var now = List(value);
        foreach (var before in List(current))
        {
            var name = before.Text("name");
            if (now.Find(one => one.Text("name") == name) is not { } after)
            {
                errors.Add(FieldError.Forbidden(Field, $"existing ephemeral containers \"{name}\" may not be removed"));
            }
            else if (!JsonNode.DeepEquals(before, after))
            {
                errors.Add(FieldError.Forbidden(Field, $"existing ephemeral containers \"{name}\" may not be changed"));
            }
        }

        for (var i = 0; i < now.Count; i++)
        {
            One(now[i], $"{Field}[{i}]", value, errors);
        }
    }

    private static void One(JsonObject container, string field, JsonObject pod, List<FieldError> errors)
    {
        foreach (var name in NotTheirs.Where(name => container[name] is not null and not JsonArray { Count: 0 }))
        {
            errors.Add(FieldError.Forbidden($"{field}.{name}", "cannot be set for an Ephemeral Container"));
        }

        if (container["resources"] is JsonObject { Count: > 0 })
        {
            errors.Add(FieldError.Forbidden($"{field}.resources", "cannot be set for an Ephemeral Container"));
        }

        if (container.Text("targetContainerName") is { Length: > 0 } target
            && !PodSpecs.Containers(pod.Section("spec")).Any(one => !one.Field.StartsWith("ephemeral", StringComparison.Ordinal) && one.Container.Text("name") == target))
        {
            errors.Add(FieldError.NotFound($"{field}.targetContainerName", target));
        }
    }

    private static List<JsonObject> List(JsonObject pod) => [.. (pod.At("spec", "ephemeralContainers") as JsonArray ?? []).OfType<JsonObject>()];
}
