using System.Text.Json.Nodes;

namespace Verditer.Explaining;

/// <summary>What else decided it, by name.</summary>
internal static class FactsReport
{
    public static JsonObject Write(IReadOnlyDictionary<string, string>? facts) =>
        new((facts ?? new Dictionary<string, string>()).OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, (JsonNode?)f.Value)));
}
