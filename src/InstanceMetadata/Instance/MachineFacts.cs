using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>What the instance document is made of: what the machine's maker said of it, and the stored model of its scale set, or of itself where it has none.</summary>
/// <param name="ComputerName">The machine's host name.</param>
internal sealed record MachineFacts(string ComputerName, MetadataCompute Compute, JsonObject? ScaleSet)
{
    /// <summary>A value of the machine's profile, as text; empty where there is none.</summary>
    public string Profile(params ReadOnlySpan<string> path) => Text(ProfileNode(path));

    public JsonNode? ProfileNode(params ReadOnlySpan<string> path) =>
        (ScaleSet.At("properties", "virtualMachineProfile") ?? ScaleSet.At("properties")).At(path);

    public IEnumerable<KeyValuePair<string, string>> Tags =>
        (ScaleSet?["tags"] as JsonObject ?? []).Select(tag => KeyValuePair.Create(tag.Key, Text(tag.Value)));

    /// <summary>All values are strings in this document.</summary>
    public static string Text(JsonNode? node) => node is JsonValue value ? value.ToString() : "";
}
