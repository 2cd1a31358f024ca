using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>What names mean where a part of a filter is decided: the object, or one element of a list of it.</summary>
/// <param name="Variable">The name of the element inside <c>any</c>; null for the object itself.</param>
internal sealed record FilterScope(JsonNode? Value, string? Variable, FilterScope? Outer);

/// <summary>A property, such as <c>displayName</c>, <c>status/errorCode</c>, <c>c/name</c> inside <c>any(c: …)</c>, or <c>owners/$count</c>.</summary>
internal sealed class FilterPath(string text)
{
    private const string Count = "$count";

    private readonly string[] _names = text.Split('/');

    /// <summary>As it was written.</summary>
    public string Text => text;

    public JsonNode? Read(FilterScope scope)
    {
        var (at, found) = (0, (JsonNode?)null);
        for (var each = scope; each is not null; each = each.Outer)
        {
            found = each.Value;
            if (each.Variable is not null && each.Variable.Equals(_names[0], StringComparison.Ordinal))
            {
                at = 1;
                break;
            }
        }

        for (; at < _names.Length; at++)
        {
            found = Step(found, _names[at]);
        }

        return found;
    }

    private static JsonNode? Step(JsonNode? node, string name) => node switch
    {
        JsonArray list when name.Equals(Count, StringComparison.OrdinalIgnoreCase) => JsonValue.Create(list.Count),
        JsonObject item when item.TryGetPropertyValue(name, out var exact) => exact,
        JsonObject item => item.FirstOrDefault(pair => pair.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value,
        _ => null,
    };
}
