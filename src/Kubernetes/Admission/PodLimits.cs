using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// A namespace's limit ranges: what a container asks for where it says nothing, and the least and most that it may have. Source: upstream's admission plug-in
/// LimitRanger.
/// </summary>
internal sealed class PodLimits(ObjectStore store) : IAdmission
{
    private static readonly GroupResource Pods = new("", "pods");
    private static readonly GroupResource Ranges = new("", "limitranges");

    public KubernetesError? Admit(AdmissionRequest request)
    {
        if (!request.IsCreation || request.Kind.Stored != Pods)
        {
            return null;
        }

        var problems = new List<string>();
        foreach (var limit in store.State(Ranges).List(request.Namespace).SelectMany(range => range.Object.At("spec", "limits") as JsonArray ?? [])
            .Where(limit => limit.Text("type") == "Container"))
        {
            foreach (var (field, container) in PodSpecs.Containers(request.Value.Section("spec")))
            {
                if (!field.StartsWith("ephemeral", StringComparison.Ordinal))
                {
                    FillIn(container, limit);
                    Check(container, limit, problems);
                }
            }
        }

        if (problems.Count == 0)
        {
            return null;
        }

        var all = problems.Distinct().ToList();
        return KubernetesErrors.Forbidden(Pods, request.Value.Name(), all.Count == 1 ? all[0] : $"[{string.Join(", ", all)}]");
    }

    private static void FillIn(JsonObject container, JsonNode? limit)
    {
        var resources = container.Section("resources");
        foreach (var (name, amount) in limit.At("default") as JsonObject ?? [])
        {
            resources.Section("limits")[name] ??= amount?.DeepClone();
        }

        foreach (var (name, amount) in limit.At("defaultRequest") as JsonObject ?? [])
        {
            resources.Section("requests")[name] ??= amount?.DeepClone();
        }
    }

    private static void Check(JsonObject container, JsonNode? limit, List<string> problems)
    {
        foreach (var (name, least) in limit.At("min") as JsonObject ?? [])
        {
            var asked = container.At("resources", "requests", name) ?? container.At("resources", "limits", name);
            if (asked is null)
            {
                problems.Add($"minimum {name} usage per Container is {Show(least)}.  No request is specified");
            }
            else if (Quantity.Parse(asked) < Quantity.Parse(least))
            {
                problems.Add($"minimum {name} usage per Container is {Show(least)}, but request is {Show(asked)}");
            }
        }

        foreach (var (name, most) in limit.At("max") as JsonObject ?? [])
        {
            var allowed = container.At("resources", "limits", name);
            if (allowed is null)
            {
                problems.Add($"maximum {name} usage per Container is {Show(most)}.  No limit is specified");
            }
            else if (Quantity.Parse(allowed) > Quantity.Parse(most))
            {
                problems.Add($"maximum {name} usage per Container is {Show(most)}, but limit is {Show(allowed)}");
            }
        }
    }

    private static string Show(JsonNode? amount) => amount.Text() ?? (amount is null ? "" : Json.ToText(amount));
}
