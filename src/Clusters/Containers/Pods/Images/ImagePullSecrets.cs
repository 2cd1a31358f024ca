using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>The credentials in a pod's pull secrets. Source: Kubernetes documentation, "Images", specifying imagePullSecrets.</summary>
internal static class ImagePullSecrets
{
    private const string Hub = "docker.io";

    public static ImageCredential? Find(IObjectClient api, JsonObject pod, string image)
    {
        foreach (var name in pod.Items("spec", "imagePullSecrets").Select(reference => reference.Text("name")).OfType<string>())
        {
            if (api.Find(Kinds.Secrets, pod.Namespace(), name) is { } secret && Of(secret, image) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    internal static ImageCredential? Of(JsonObject secret, string image)
    {
        var (key, isWrapped) = secret.Text("type") == "kubernetes.io/dockercfg" ? (".dockercfg", false) : (".dockerconfigjson", true);
        if (secret.Text("data", key) is not { } data)
        {
            return null;
        }

        try
        {
            var all = Json.ParseObject(Convert.FromBase64String(data));
            var entries = (isWrapped ? all["auths"] : all) as JsonObject ?? [];
            return entries.Where(entry => Matches(entry.Key, image)).OrderByDescending(entry => entry.Key.Length).Select(entry => Read(entry.Value)).FirstOrDefault(found => found is not null);
        }
        catch (Exception e) when (e is FormatException or JsonException)
        {
            return null;
        }
    }

    /// <summary>The registry of an image's name.</summary>
    public static string RegistryOf(string image)
    {
        var first = image.Split('/')[0];
        return image.Contains('/', StringComparison.Ordinal) && (first.AsSpan().ContainsAny('.', ':') || first == "localhost") ? first : Hub;
    }

    private static bool Matches(string entry, string image)
    {
        var wanted = entry.Replace("https://", "", StringComparison.Ordinal).Replace("http://", "", StringComparison.Ordinal).TrimEnd('/');
        var registry = RegistryOf(image);
        if (registry == Hub && wanted.StartsWith("index.docker.io", StringComparison.Ordinal))
        {
            return true;
        }

        var host = wanted.Split('/')[0];
        var matches = host.StartsWith("*.", StringComparison.Ordinal) ? registry.EndsWith(host[1..], StringComparison.OrdinalIgnoreCase) : host.Equals(registry, StringComparison.OrdinalIgnoreCase);
        return matches && (wanted.Length == host.Length || wanted[host.Length..] is "/v1" or "/v2" || image[registry.Length..].StartsWith(wanted[host.Length..], StringComparison.Ordinal));
    }

    private static ImageCredential? Read(JsonNode? entry)
    {
        if (entry.Text("username") is { Length: > 0 } user)
        {
            return new(user, entry.Text("password") ?? "");
        }

        return entry.Text("auth") is { Length: > 0 } both && Encoding.UTF8.GetString(Convert.FromBase64String(both)).Split(':', 2) is [var name, var password]
            ? new(name, password)
            : null;
    }
}
