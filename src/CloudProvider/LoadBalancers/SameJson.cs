using System.Text.Json.Nodes;

namespace Verditer.CloudProvider;

/// <summary>Compares what is wanted with what Azure answered, which says more and writes ids in another case.</summary>
internal static class SameJson
{
    /// <summary>True when everything that is wanted is there.</summary>
    public static bool Covers(JsonNode? there, JsonNode? wanted) => (there, wanted) switch
    {
        (_, null) => there is null,
        (JsonObject a, JsonObject b) => b.All(p => Covers(a[p.Key], p.Value)),
        (JsonArray a, JsonArray b) => a.Count == b.Count && a.Zip(b).All(pair => Covers(pair.First, pair.Second)),
        (JsonValue a, JsonValue b) => JsonNode.DeepEquals(a, b) || string.Equals(a.ToString(), b.ToString(), StringComparison.OrdinalIgnoreCase),
        _ => false,
    };
}
