using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>The variables of a container: its own, those of its maps and secrets, and those that name the services of its namespace.</summary>
internal static class ContainerEnvironment
{
    /// <param name="pod">With its addresses in the status.</param>
    public static Dictionary<string, string> Of(IObjectClient api, JsonObject pod, JsonObject container)
    {
        var services = ServiceVariables.Of(api, pod);
        var node = pod.NodeName() is { } name ? api.Find(Kinds.Nodes, null, name) : null;
        Dictionary<string, string> own = new(StringComparer.Ordinal);
        foreach (var source in container.Items("envFrom"))
        {
            foreach (var (key, value) in Whole(api, pod, source))
            {
                own[source.Text("prefix") + key] = value;
            }
        }

        foreach (var variable in container.Items("env"))
        {
            var value = variable.Text("value") is { } text
                ? VariableText.Expand(text, key => own.GetValueOrDefault(key) ?? services.GetValueOrDefault(key))
                : variable["valueFrom"] is { } source ? From(api, pod, node, container, source) : "";
            if (value is not null)
            {
                own[variable.Text("name") ?? ""] = value;
            }
        }

        foreach (var (key, value) in services)
        {
            own.TryAdd(key, value);
        }

        return own;
    }

    private static IEnumerable<KeyValuePair<string, string>> Whole(IObjectClient api, JsonObject pod, JsonObject source)
    {
        var map = source.Text("configMapRef", "name") is { } name ? api.Find(Kinds.ConfigMaps, pod.Namespace(), name) : null;
        var secret = source.Text("secretRef", "name") is { } secretName ? api.Find(Kinds.Secrets, pod.Namespace(), secretName) : null;
        return (map.At("data") as JsonObject ?? []).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Text() ?? ""))
            .Concat((secret.At("data") as JsonObject ?? []).Select(pair => KeyValuePair.Create(pair.Key, Decode(pair.Value))));
    }

    /// <summary>Null where the source is optional and not there.</summary>
    private static string? From(IObjectClient api, JsonObject pod, JsonObject? node, JsonObject container, JsonNode source)
    {
        if (source["fieldRef"] is { } field)
        {
            return PodFields.Text(pod, field.Text("fieldPath") ?? "");
        }

        if (source["resourceFieldRef"] is { } resource)
        {
            return PodFields.Resource(pod, node, container, resource);
        }

        if (source["configMapKeyRef"] is { } map)
        {
            return api.Find(Kinds.ConfigMaps, pod.Namespace(), map.Text("name") ?? "").Text("data", map.Text("key") ?? "");
        }

        var secret = source["secretKeyRef"];
        return api.Find(Kinds.Secrets, pod.Namespace(), secret.Text("name") ?? "").At("data", secret.Text("key") ?? "") is { } value ? Decode(value) : null;
    }

    private static string Decode(JsonNode? value) => Encoding.UTF8.GetString(Convert.FromBase64String(value.Text() ?? ""));
}
