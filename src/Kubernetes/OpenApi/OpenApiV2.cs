using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>OpenAPI 2: one document, which older clients validate by.</summary>
internal static class OpenApiV2
{
    private static readonly string[] PatchParameters = ["dryRun", "fieldManager", "fieldValidation", "force"];

    public static JsonObject Document(string kubernetesVersion)
    {
        var definitions = new JsonObject();
        foreach (var type in TypeSchema.Everything.OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            definitions[TypeDocument.Name(type.Name)] = TypeDocument.Schema(type, "#/definitions/");
        }

        var paths = new JsonObject();
        foreach (var kind in KindTable.Instance.All.Where(kind => kind.IsStored))
        {
            foreach (var version in kind.Versions)
            {
                var root = kind.Group.Length == 0 ? $"/api/{version}" : $"/apis/{kind.Group}/{version}";
                var path = kind.Namespaced ? $"{root}/namespaces/{{namespace}}/{kind.Plural}/{{name}}" : $"{root}/{kind.Plural}/{{name}}";
                paths[path] = new JsonObject { ["patch"] = Patch(kind, version) };
            }
        }

        foreach (var (kind, name, info) in SubresourceInfo.Typed().Where(one => one.Info.Verbs.Contains("patch")))
        {
            var part = info.AsKind(kind);
            paths[$"{(kind.Group.Length == 0 ? "/api/v1" : $"/apis/{kind.Group}/{kind.Versions[0]}")}/namespaces/{{namespace}}/{kind.Plural}/{{name}}/{name}"] = new JsonObject { ["patch"] = Patch(part, part.Versions[0]) };
        }

        return new()
        {
            ["swagger"] = "2.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = $"v{kubernetesVersion}" },
            ["paths"] = paths,
            ["definitions"] = definitions,
        };
    }

    private static JsonObject Patch(ResourceKind kind, string version) => new()
    {
        ["parameters"] = new JsonArray([.. PatchParameters.Select(name => (JsonNode)new JsonObject { ["name"] = name, ["in"] = "query", ["type"] = "string" })]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = version },
    };
}
