using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What a body may set.</summary>
internal static class GraphBody
{
    /// <summary>Properties that have a place of their own, or that the directory sets.</summary>
    private static readonly string[] OwnPlace =
    [
        "id", "appId", "displayName", "identifierUris", "passwordCredentials", "keyCredentials", "createdDateTime", "deletedDateTime", "publisherDomain",
        "accountEnabled", "alternativeNames", "appDisplayName", "appOwnerOrganizationId", "servicePrincipalNames", "servicePrincipalType", "owners",
    ];

    /// <summary>Everything else, on top of what was there.</summary>
    public static JsonObject? Extra(JsonObject body, JsonObject? before)
    {
        var extra = before?.Copy() ?? [];
        foreach (var (name, value) in body.Where(pair => !pair.Key.StartsWith('@') && !OwnPlace.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)))
        {
            extra[name] = value?.DeepClone();
        }

        return extra.Count == 0 ? null : extra;
    }

    public static IReadOnlyList<string>? Texts(JsonObject body, string name) => body[name] is JsonArray list
        ? [.. list.OfType<JsonValue>().Select(value => value.TryGetValue(out string? text) ? text : null).OfType<string>()]
        : null;

    /// <summary>The object that <c>@odata.id</c> refers to.</summary>
    public static string? Reference(JsonObject body) => body.Text("@odata.id")?.TrimEnd('/').Split('/')[^1];
}
