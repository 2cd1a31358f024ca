using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Verditer.Kubernetes;

/// <summary>
/// Takes out of an object what its type does not have: refused, warned of or silently, as <c>fieldValidation</c> says. A member of the wrong kind is refused always.
/// Source: the documentation "Server-Side Field Validation".
/// </summary>
internal static class FieldValidation
{
    private static readonly string[] Known = ["Strict", "Warn", "Ignore"];

    public static KubernetesError? Check(ApiCall call, JsonObject value) => Check(call, value, call.Kind, call.Target.Version);

    /// <param name="kind">What the body is, where that is not the resource itself.</param>
    public static KubernetesError? Check(ApiCall call, JsonObject value, ResourceKind kind, string version)
    {
        var mode = call.Query("fieldValidation") is { Length: > 0 } asked ? asked : "Warn";
        if (!Known.Contains(mode))
        {
            return KubernetesErrors.Invalid(
                call.Kind with { Kind = "CreateOptions", Group = "meta.k8s.io" }, "", [FieldError.NotSupported("fieldValidation", mode, "", "Ignore", "Strict", "Warn")]);
        }

        if (TypeSchema.Of(kind.Group, version, kind.Kind) is not { } type)
        {
            return null;
        }

        var walk = new FieldWalk();
        walk.Object(type, value, "");
        if (walk.Wrong is { } wrong)
        {
            return KubernetesErrors.BadRequest($"{Subject(kind, version)} json: {wrong}");
        }

        if (walk.Unknown.Count == 0 || mode == "Ignore")
        {
            return null;
        }

        var texts = walk.Unknown.Select(field => $"unknown field \"{field}\"").ToList();
        if (mode == "Strict")
        {
            return KubernetesErrors.BadRequest($"{Subject(kind, version)} strict decoding error: {string.Join(", ", texts)}");
        }

        foreach (var text in texts)
        {
            call.Http.Response.Headers.Append("Warning", $"299 - \"{text.Replace("\"", "\\\"", StringComparison.Ordinal)}\"");
        }

        return null;
    }

    private static string Subject(ResourceKind kind, string version) => $"{kind.Kind} in version \"{version}\" cannot be handled as a {kind.Kind}:";

    /// <summary>One way through an object.</summary>
    private sealed class FieldWalk
    {
        public List<string> Unknown { get; } = [];

        /// <summary>The first member of the wrong kind.</summary>
        public string? Wrong { get; private set; }

        public void Object(TypeSchema type, JsonObject value, string path)
        {
            List<string>? gone = null;
            foreach (var (name, node) in value)
            {
                var place = path.Length == 0 ? name : $"{path}.{name}";
                if (type.Field(name) is not { } field)
                {
                    Unknown.Add(place);
                    (gone ??= []).Add(name);
                }
                else if (node is null)
                {
                    (gone ??= []).Add(name);
                }
                else
                {
                    Member(type, field, node, place);
                }
            }

            foreach (var name in gone ?? [])
            {
                value.Remove(name);
            }
        }

        private void Member(TypeSchema type, FieldSchema field, JsonNode node, string path)
        {
            switch (field.Form)
            {
                case FieldForm.List when node is JsonArray list:
                    for (var i = 0; i < list.Count; i++)
                    {
                        list[i] ??= Nothing(field.Type);
                        One(type, field, list[i], $"{path}[{i}]", path);
                    }

                    break;
                case FieldForm.Map when node is JsonObject map:
                    foreach (var key in map.Where(pair => pair.Value is null).Select(pair => pair.Key).ToList())
                    {
                        map[key] = Nothing(field.Type);
                    }

                    foreach (var (key, inner) in map)
                    {
                        One(type, field, inner, $"{path}.{key}", path);
                    }

                    break;
                case FieldForm.One:
                    One(type, field, node, path, path);
                    break;
                default:
                    Refuse(type, field, node, path);
                    break;
            }
        }

        private void One(TypeSchema type, FieldSchema field, JsonNode? node, string place, string path)
        {
            if (field.IsObject && node is JsonObject value)
            {
                Object(TypeSchema.Find(field.Type)!, value, place);
            }
            else if (node is not null && !Fits(field.Type, node))
            {
                Refuse(type, field, node, path);
            }
        }

        /// <summary>What a null in a list or a map is read as: the type's value with nothing set, for the rules to judge.</summary>
        private static JsonNode? Nothing(string type) => type switch
        {
            "s" or "y" => "",
            "b" => false,
            "i" or "f" or "o" => 0,
            "q" => "0",
            "t" or "u" or "d" or "r" or "x" => null,
            _ => new JsonObject(),
        };

        private void Refuse(TypeSchema type, FieldSchema field, JsonNode node, string path)
        {
            var found = node.GetValueKind() switch
            {
                JsonValueKind.Object => "object",
                JsonValueKind.Array => "array",
                JsonValueKind.String => "string",
                JsonValueKind.Number => "number",
                _ => "bool",
            };
            var name = type.Name[(type.Name.LastIndexOf('.') + 1)..];
            Wrong ??= $"cannot unmarshal {found} into Go struct field {name}.{path} of type {GoType(field)}";
        }

        private static bool Fits(string type, JsonNode node) => (type, node.GetValueKind()) switch
        {
            ("s" or "y" or "t" or "u" or "d", var kind) => kind == JsonValueKind.String,
            ("q" or "o", var kind) => kind is JsonValueKind.String or JsonValueKind.Number,
            ("b", var kind) => kind is JsonValueKind.True or JsonValueKind.False,
            ("i", var kind) => kind == JsonValueKind.Number && node is JsonValue value && (value.TryGetValue(out long _) || value.TryGetValue(out int _)),
            ("f", var kind) => kind == JsonValueKind.Number,
            ("r", _) => true,
            ("x", var kind) => kind == JsonValueKind.Array,
            _ => false,
        };

        private static string GoType(FieldSchema field)
        {
            var one = field.Type switch
            {
                "s" or "t" or "u" or "d" => "string",
                "b" => "bool",
                "i" => "int32",
                "f" => "float64",
                "y" => "[]uint8",
                "q" => "resource.Quantity",
                "o" => "intstr.IntOrString",
                _ => field.Type[(field.Type.LastIndexOf('/') + 1)..],
            };
            return field.Form switch { FieldForm.List => $"[]{one}", FieldForm.Map => $"map[string]{one}", _ => one };
        }
    }
}
