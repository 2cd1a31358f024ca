using System.Collections.Frozen;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>Whether the values of a body have the form that their properties have: a section an object, a list a list.</summary>
internal static class GraphShapes
{
    private static readonly FrozenDictionary<string, JsonValueKind> OwnPlace = new Dictionary<string, JsonValueKind>
    {
        ["displayName"] = JsonValueKind.String,
        ["appId"] = JsonValueKind.String,
        ["userPrincipalName"] = JsonValueKind.String,
        ["accountEnabled"] = JsonValueKind.True,
        ["identifierUris"] = JsonValueKind.Array,
        ["keyCredentials"] = JsonValueKind.Array,
        ["passwordCredentials"] = JsonValueKind.Array,
        ["passwordProfile"] = JsonValueKind.Object,
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <param name="defaults">What Graph shows where nothing was set: its forms are the rule.</param>
    public static GraphError? Refuse(JsonObject body, JsonObject defaults, string resource)
    {
        foreach (var (name, value) in body)
        {
            var expected = OwnPlace.TryGetValue(name, out var own) ? own : KindOf(defaults[name]);
            if (!Fits(expected, KindOf(value)) || (value is JsonArray list && expected == JsonValueKind.Array && list.Contains(null)))
            {
                return GraphError.Invalid(name, resource);
            }

            if (value is JsonObject section && defaults[name] is JsonObject inner && Refuse(section, inner, resource) is { } refusal)
            {
                return refusal;
            }
        }

        return null;
    }

    /// <summary>Null stands for a text or a flag that is not set, never for a list or a section; what is null by default can be anything.</summary>
    private static bool Fits(JsonValueKind expected, JsonValueKind found) => expected switch
    {
        JsonValueKind.Null => true,
        JsonValueKind.True or JsonValueKind.False => found is JsonValueKind.True or JsonValueKind.False or JsonValueKind.Null,
        JsonValueKind.String => found is JsonValueKind.String or JsonValueKind.Null,
        _ => found == expected,
    };

    private static JsonValueKind KindOf(JsonNode? node) => node?.GetValueKind() ?? JsonValueKind.Null;
}
