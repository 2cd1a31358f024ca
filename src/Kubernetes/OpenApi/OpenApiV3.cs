using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>OpenAPI 3: an index, and a document for each group and version.</summary>
internal static class OpenApiV3
{
    private const string Reference = "#/components/schemas/";

    public static JsonObject Index(string stamp)
    {
        var paths = new JsonObject();
        foreach (var (path, _, _) in All())
        {
            paths[path] = new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{path}?hash={stamp}" };
        }

        return new() { ["paths"] = paths };
    }

    public static bool Has(string path) => All().Any(one => one.Path == path);

    /// <param name="path">Such as <c>apis/apps/v1</c>.</param>
    public static JsonObject Document(string path)
    {
        var found = All().First(one => one.Path == path);
        var types = new HashSet<TypeSchema>();
        var paths = new JsonObject();
        foreach (var kind in KindTable.Instance.Of(found.Group, found.Version))
        {
            if (TypeSchema.Of(found.Group, found.Version, kind.Kind) is { } type)
            {
                TypeDocument.Collect(type, types);
            }

            var root = kind.Namespaced ? $"/{path}/namespaces/{{namespace}}/{kind.Plural}" : $"/{path}/{kind.Plural}";
            paths[root] = Collection(kind, found.Version);
            if (kind.IsStored)
            {
                paths[$"{root}/{{name}}"] = One(kind, found.Version);
            }
        }

        var schemas = new JsonObject();
        foreach (var type in types.OrderBy(type => type.Name, StringComparer.Ordinal))
        {
            schemas[TypeDocument.Name(type.Name)] = TypeDocument.Schema(type, Reference);
        }

        return new()
        {
            ["openapi"] = "3.0.0",
            ["info"] = new JsonObject { ["title"] = "Kubernetes", ["version"] = "unversioned" },
            ["paths"] = paths,
            ["components"] = new JsonObject { ["schemas"] = schemas },
        };
    }

    private static IEnumerable<(string Path, string Group, string Version)> All() => KindTable.Instance.Groups
        .SelectMany(group => KindTable.Instance.VersionsOf(group).Select(version => ($"apis/{group}/{version}", group, version)))
        .Prepend(("api/v1", "", "v1"));

    private static JsonObject Collection(ResourceKind kind, string version)
    {
        var item = new JsonObject();
        if (kind.IsStored)
        {
            item["get"] = Operation(kind, version, "list", ["limit", "continue", "labelSelector", "fieldSelector", "resourceVersion", "watch"]);
        }

        item["post"] = Operation(kind, version, "post", ["dryRun", "fieldManager", "fieldValidation"]);
        return item;
    }

    private static JsonObject One(ResourceKind kind, string version) => new()
    {
        ["get"] = Operation(kind, version, "get", []),
        ["put"] = Operation(kind, version, "put", ["dryRun", "fieldManager", "fieldValidation"]),
        ["patch"] = Operation(kind, version, "patch", ["dryRun", "fieldManager", "fieldValidation", "force"]),
        ["delete"] = Operation(kind, version, "delete", ["dryRun", "gracePeriodSeconds", "propagationPolicy"]),
    };

    private static JsonObject Operation(ResourceKind kind, string version, string action, string[] parameters) => new()
    {
        ["parameters"] = new JsonArray([.. parameters.Select(name => (JsonNode)new JsonObject
        {
            ["name"] = name,
            ["in"] = "query",
            ["schema"] = new JsonObject { ["type"] = "string" },
        })]),
        ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
        ["x-kubernetes-action"] = action,
        ["x-kubernetes-group-version-kind"] = new JsonObject { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = version },
    };
}
