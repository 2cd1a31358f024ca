using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>
/// What a scope map's actions look like: <c>repositories/{name or prefix*}/content/read</c>. Those of gateways concern connected registries and allow nothing here.
/// Source: https://learn.microsoft.com/azure/container-registry/container-registry-token-based-repository-permissions
/// </summary>
internal static partial class ScopeMapAction
{
    public static bool IsValid(string action) => Repository().IsMatch(action) || Gateway().IsMatch(action);

    /// <summary>The rights that actions give.</summary>
    public static IReadOnlyList<RegistryRight> Rights(JsonNode? actions) =>
    [
        .. Texts(actions).Select(a => Repository().Match(a)).Where(m => m.Success)
            .Select(m => new RegistryRight(m.Groups["repository"].Value, m.Groups["action"].Value)),
    ];

    public static IEnumerable<string> Texts(JsonNode? actions) => (actions as JsonArray ?? []).OfType<JsonValue>().Select(a => a.ToString());

    [GeneratedRegex(@"^repositories/(?<repository>\*|[a-z0-9][a-z0-9._/-]*?\*?)/(?<action>content/(?:read|write|delete)|metadata/(?:read|write))\z")]
    private static partial Regex Repository();

    [GeneratedRegex(@"^gateway/[A-Za-z0-9-]+/(?:config|message)/(?:read|write)\z")]
    private static partial Regex Gateway();
}
