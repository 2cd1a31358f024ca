using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>What keeps a pod's containers from being started.</summary>
/// <param name="WaitingReason">The reason that its containers show.</param>
/// <param name="Message">What its containers show beside it; null for nothing.</param>
/// <param name="EventReason">The reason of the warning that is recorded.</param>
internal sealed record PodProblem(string WaitingReason, string? Message, string EventReason, string EventMessage);

/// <summary>Volumes, environment and images that a pod needs.</summary>
internal static class PodPrerequisites
{
    public static PodProblem? FindVolumeProblem(IObjectClient api, JsonObject pod)
    {
        foreach (var volume in pod.Items("spec", "volumes"))
        {
            var sources = volume.Items("projected", "sources").Append(volume);
            if (sources.Select(source => MissingSource(api, pod, source)).FirstOrDefault(missing => missing is not null) is { } problem)
            {
                return new(
                    "ContainerCreating",
                    null,
                    "FailedMount",
                    $"MountVolume.SetUp failed for volume \"{volume.Text("name")}\" : {problem}");
            }
        }

        return null;
    }

    public static PodProblem? FindContainerProblem(IObjectClient api, JsonObject pod, JsonObject container)
    {
        var image = container.Text("image") ?? "";
        if (!ImageReference.IsValid(image))
        {
            var message = $"Failed to apply default image tag \"{image}\": couldn't parse image name \"{image}\": invalid reference format";
            return new("InvalidImageName", message, "InspectFailed", message);
        }

        return EnvironmentProblem(api, pod, container) is { } missing
            ? new("CreateContainerConfigError", missing, "Failed", $"Error: {missing}")
            : null;
    }

    private static string? MissingSource(IObjectClient api, JsonObject pod, JsonObject source) =>
        Missing(api, pod, Kinds.ConfigMaps, source["configMap"], source.Text("configMap", "name"), source.Items("configMap", "items"))
        ?? Missing(api, pod, Kinds.Secrets, source["secret"], source.Text("secret", "secretName") ?? source.Text("secret", "name"), source.Items("secret", "items"));

    private static string? Missing(
        IObjectClient api, JsonObject pod, GroupResource resource, JsonNode? source, string? name, IEnumerable<JsonObject> items)
    {
        if (source is null || name is null || source.Flag("optional") == true)
        {
            return null;
        }

        if (api.Find(resource, pod.Namespace(), name) is not { } found)
        {
            return $"{Word(resource).ToLowerInvariant()} \"{name}\" not found";
        }

        return items.Any(item => !HasKey(found, item.Text("key") ?? "")) ? $"references non-existent {(resource == Kinds.Secrets ? "secret" : "config")} key" : null;
    }

    private static string? EnvironmentProblem(IObjectClient api, JsonObject pod, JsonObject container)
    {
        var whole = container.Items("envFrom").SelectMany(source => new[]
        {
            Missing(api, pod, Kinds.ConfigMaps, source["configMapRef"], source.Text("configMapRef", "name"), []),
            Missing(api, pod, Kinds.Secrets, source["secretRef"], source.Text("secretRef", "name"), []),
        });
        var single = container.Items("env").SelectMany(variable => new[]
        {
            MissingKey(api, pod, Kinds.ConfigMaps, variable.At("valueFrom", "configMapKeyRef")),
            MissingKey(api, pod, Kinds.Secrets, variable.At("valueFrom", "secretKeyRef")),
        });
        return whole.Concat(single).FirstOrDefault(problem => problem is not null);
    }

    private static string? MissingKey(IObjectClient api, JsonObject pod, GroupResource resource, JsonNode? reference)
    {
        var (name, key) = (reference.Text("name"), reference.Text("key") ?? "");
        return Missing(api, pod, resource, reference, name, []) is { } missing ? missing
            : reference is null || reference.Flag("optional") == true || name is null ? null
            : HasKey(api.Find(resource, pod.Namespace(), name), key) ? null
            : $"couldn't find key {key} in {Word(resource)} {pod.Namespace()}/{name}";
    }

    private static bool HasKey(JsonObject? value, string key) => value.At("data", key) is not null || value.At("binaryData", key) is not null;

    private static string Word(GroupResource resource) => resource == Kinds.Secrets ? "Secret" : "ConfigMap";
}
