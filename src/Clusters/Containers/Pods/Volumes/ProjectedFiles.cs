using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>The files of configMap, secret, downwardAPI and projected volumes. That all required objects are there was checked before.</summary>
internal sealed class ProjectedFiles(IObjectClient api, JsonObject pod, PodTokens tokens)
{
    private const int DefaultMode = 0b110_100_100;
    private const int TokenMode = 0b110_000_000;

    /// <param name="source">A volume, or one source of a projected volume.</param>
    public List<ProjectedFile> Of(JsonObject source, int? mode = null)
    {
        if (source["configMap"] is JsonObject map)
        {
            var found = api.Find(Kinds.ConfigMaps, pod.Namespace(), map.Text("name") ?? "");
            return Choose(map, Texts(found.At("data") as JsonObject).Concat(Bytes(found.At("binaryData") as JsonObject)), mode);
        }

        if (source["secret"] is JsonObject secret)
        {
            var found = api.Find(Kinds.Secrets, pod.Namespace(), secret.Text("secretName") ?? secret.Text("name") ?? "");
            return Choose(secret, Bytes(found.At("data") as JsonObject), mode);
        }

        if (source["downwardAPI"] is JsonObject downward)
        {
            return [.. downward.Items("items").Select(item => new ProjectedFile(item.Text("path") ?? "", Encoding.UTF8.GetBytes(Field(item)), item.Number("mode") ?? downward.Number("defaultMode") ?? mode ?? DefaultMode))];
        }

        if (source["serviceAccountToken"] is JsonObject token)
        {
            return [new(token.Text("path") ?? "token", Encoding.UTF8.GetBytes(tokens.Get(token)), TokenModeOf(mode))];
        }

        var projected = source["projected"];
        return [.. projected.Items("sources").SelectMany(part => Of(part, projected.Number("defaultMode")))];
    }

    /// <summary>Whoever the pod runs as may read its tokens. Source: Kubernetes' <c>pkg/volume/projected/projected.go</c>.</summary>
    private int TokenModeOf(int? mode)
    {
        var users = pod.Containers().Select(container => container.At("securityContext", "runAsUser").Long() ?? pod.At("spec", "securityContext", "runAsUser").Long()).Distinct().ToList();
        return pod.At("spec", "securityContext", "fsGroup") is not null ? TokenMode
            : users is [{ } user] && user == 0 ? TokenMode
            : mode ?? DefaultMode;
    }

    private string Field(JsonObject item)
    {
        if (item["fieldRef"] is { } field)
        {
            return PodFields.Text(pod, field.Text("fieldPath") ?? "");
        }

        var node = pod.NodeName() is { } name ? api.Find(Kinds.Nodes, null, name) : null;
        return PodFields.Resource(pod, node, pod.Containers().First(), item["resourceFieldRef"]);
    }

    private static List<ProjectedFile> Choose(JsonObject source, IEnumerable<(string Key, byte[] Content)> all, int? mode)
    {
        var usual = source.Number("defaultMode") ?? mode ?? DefaultMode;
        var items = source.Items("items").ToList();
        if (items.Count == 0)
        {
            return [.. all.Select(file => new ProjectedFile(file.Key, file.Content, usual))];
        }

        var byKey = all.ToDictionary(file => file.Key, file => file.Content);
        return [.. items.Where(item => byKey.ContainsKey(item.Text("key") ?? "")).Select(item =>
            new ProjectedFile(item.Text("path") ?? "", byKey[item.Text("key")!], item.Number("mode") ?? usual))];
    }

    private static IEnumerable<(string Key, byte[] Content)> Texts(JsonObject? map) => (map ?? []).Select(pair => (pair.Key, Encoding.UTF8.GetBytes(pair.Value.Text() ?? "")));

    private static IEnumerable<(string Key, byte[] Content)> Bytes(JsonObject? map) => (map ?? []).Select(pair => (pair.Key, Convert.FromBase64String(pair.Value.Text() ?? "")));
}
