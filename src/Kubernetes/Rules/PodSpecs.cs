using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>What the API fills into a pod's specification that depends on what is there already. Source: <c>pkg/apis/core/v1/defaults.go</c>.</summary>
internal static class PodSpecs
{
    /// <summary>Members of <c>spec</c> that hold containers.</summary>
    private static readonly string[] ContainerLists = ["initContainers", "containers", "ephemeralContainers"];

    public static IEnumerable<(string Field, JsonObject Container)> Containers(JsonObject spec)
    {
        foreach (var list in ContainerLists)
        {
            var index = 0;
            foreach (var container in (spec[list] as JsonArray ?? []).OfType<JsonObject>())
            {
                yield return ($"{list}[{index++}]", container);
            }
        }
    }

    public static void Default(JsonObject spec)
    {
        foreach (var (_, container) in Containers(spec))
        {
            if (container.Text("imagePullPolicy") is not { Length: > 0 })
            {
                container["imagePullPolicy"] = IsLatest(container.Text("image") ?? "") ? "Always" : "IfNotPresent";
            }
        }

        foreach (var volume in (spec["volumes"] as JsonArray ?? []).OfType<JsonObject>())
        {
            if (volume.All(member => member.Key == "name"))
            {
                volume["emptyDir"] = new JsonObject();
            }
        }

        if (spec.Text("serviceAccountName") is { Length: > 0 } account)
        {
            spec["serviceAccount"] = account;
        }
        else if (spec.Text("serviceAccount") is { Length: > 0 } former)
        {
            spec["serviceAccountName"] = former;
        }
    }

    /// <summary>What a container may use at most is, where it asks for nothing, also what it asks for.</summary>
    public static void RequestLimits(JsonObject spec)
    {
        foreach (var (_, container) in Containers(spec))
        {
            if (container.At("resources", "limits") is not JsonObject { Count: > 0 } limits)
            {
                continue;
            }

            var requests = container.Section("resources").Section("requests");
            foreach (var (name, amount) in limits)
            {
                requests[name] ??= amount?.DeepClone();
            }
        }
    }

    private static bool IsLatest(string image)
    {
        var name = image[(image.LastIndexOf('/') + 1)..];
        return !name.Contains('@') && (!name.Contains(':') || name.EndsWith(":latest", StringComparison.Ordinal));
    }
}
