using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>Types as OpenAPI schemas, made of <c>schema.txt</c> and the kinds table. They have no descriptions.</summary>
internal static class TypeDocument
{
    private static readonly Dictionary<string, List<(string Group, string Version, string Kind)>> Kinds = KindTable.Instance.All
        .SelectMany(kind => kind.Versions.Select(version => (kind.Group, Version: version, kind.Kind)))
        .Where(kind => TypeSchema.Of(kind.Group, kind.Version, kind.Kind) is not null)
        .GroupBy(kind => TypeSchema.Of(kind.Group, kind.Version, kind.Kind)!.Name)
        .ToDictionary(group => group.Key, group => group.ToList());

    /// <summary>As upstream names it: <c>io.k8s.api.core.v1.Pod</c>.</summary>
    public static string Name(string type)
    {
        var prefix = type.StartsWith("meta/", StringComparison.Ordinal) ? "io.k8s.apimachinery.pkg.apis." : "io.k8s.api.";
        return prefix + type.Replace('/', '.');
    }

    /// <param name="reference">What comes before the name in a <c>$ref</c>.</param>
    public static JsonObject Schema(TypeSchema type, string reference)
    {
        var properties = new JsonObject();
        foreach (var field in type.Members())
        {
            properties[field.Name] = Field(field, type.Name, reference);
        }

        var schema = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (Kinds.TryGetValue(type.Name, out var kinds))
        {
            schema["x-kubernetes-group-version-kind"] = new JsonArray([.. kinds.Select(kind =>
                (JsonNode)new JsonObject { ["group"] = kind.Group, ["kind"] = kind.Kind, ["version"] = kind.Version })]);
        }

        return schema;
    }

    /// <summary>A type and all that it is made of.</summary>
    public static void Collect(TypeSchema type, HashSet<TypeSchema> into)
    {
        if (!into.Add(type))
        {
            return;
        }

        foreach (var field in type.Members().Where(field => field.IsObject))
        {
            Collect(TypeSchema.Find(field.Type)!, into);
        }
    }

    private static JsonObject Field(FieldSchema field, string owner, string reference)
    {
        var one = Value(field.Type, reference);
        switch (field.Form)
        {
            case FieldForm.Map:
                return new() { ["type"] = "object", ["additionalProperties"] = one };
            case FieldForm.List:
                var list = new JsonObject { ["type"] = "array", ["items"] = one };
                if (MergeKey(owner, field.Name) is { } key)
                {
                    list["x-kubernetes-patch-strategy"] = "merge";
                    if (key != MergeKeys.Values)
                    {
                        list["x-kubernetes-patch-merge-key"] = key;
                    }
                }

                return list;
            default:
                return one;
        }
    }

    private static string? MergeKey(string owner, string field) => (owner, field) switch
    {
        ("core/v1.ServiceSpec", "ports") => "port",
        ("core/v1.Container" or "core/v1.EphemeralContainerCommon" or "core/v1.EphemeralContainer", "ports") => "containerPort",
        ("core/v1.NodeStatus", "addresses") => "type",
        (_, "ports" or "addresses") => null,
        _ => MergeKeys.Of(field),
    };

    private static JsonObject Value(string type, string reference) => type switch
    {
        "s" or "q" or "d" => new() { ["type"] = "string" },
        "b" => new() { ["type"] = "boolean" },
        "i" => new() { ["type"] = "integer", ["format"] = "int64" },
        "f" => new() { ["type"] = "number", ["format"] = "double" },
        "y" => new() { ["type"] = "string", ["format"] = "byte" },
        "t" or "u" => new() { ["type"] = "string", ["format"] = "date-time" },
        "o" => new() { ["type"] = "string", ["format"] = "int-or-string" },
        "x" => new() { ["type"] = "array", ["items"] = new JsonObject { ["type"] = "string" } },
        "r" => [],
        _ => new() { ["$ref"] = reference + Name(type) },
    };
}
