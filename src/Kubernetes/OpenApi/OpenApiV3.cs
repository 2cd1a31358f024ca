using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>OpenAPI 3: an index, and a document for each group and version.</summary>
internal static class OpenApiV3
{
    private const string Reference = "#/components/schemas/";

    private static readonly string[] WriteParameters = ["dryRun", "fieldManager", "fieldValidation"];

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

            var root = Root(kind, found.Version);
            paths[root] = Collection(kind, found.Version);
            if (kind.IsStored)
            {
                paths[$"{root}/{{name}}"] = One(kind, found.Version);
            }
        }

        foreach (var (kind, name, info) in SubresourceInfo.Typed().Where(one => one.Info.Group == found.Group && one.Info.Version == found.Version && one.Info.Verbs.Contains("patch")))
        {
            TypeDocument.Collect(TypeSchema.Of(info.Group, info.Version, info.Kind)!, types);
            paths[$"{Root(kind, kind.Versions[0])}/{{name}}/{name}"] = Part(info.AsKind(kind));
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

        item["post"] = Operation(kind, version, "post", WriteParameters);
        return item;
    }

    private static JsonObject One(ResourceKind kind, string version) => new()
    {
        ["get"] = Operation(kind, version, "get", []),
        ["put"] = Operation(kind, version, "put", WriteParameters),
        ["patch"] = Operation(kind, version, "patch", [.. WriteParameters, "force"]),
        ["delete"] = Operation(kind, version, "delete", ["dryRun", "gracePeriodSeconds", "propagationPolicy"]),
    };

    /// <summary>A part of objects that has a type of its own: a client that patches it looks for that type.</summary>
    private static JsonObject Part(ResourceKind kind) => new()
    {
        ["get"] = Operation(kind, kind.Versions[0], "get", []),
        ["put"] = Operation(kind, kind.Versions[0], "put", WriteParameters),
        ["patch"] = Operation(kind, kind.Versions[0], "patch", [.. WriteParameters, "force"]),
    };

    private static string Root(ResourceKind kind, string version)
    {
        var path = kind.Group.Length == 0 ? $"/api/{version}" : $"/apis/{kind.Group}/{version}";
        return kind.Namespaced ? $"{path}/namespaces/{{namespace}}/{kind.Plural}" : $"{path}/{kind.Plural}";
    }

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
