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
        "members", "userPrincipalName", "passwordProfile", "federatedIdentityCredentials",
    ];

    /// <summary>Everything else, on top of what was there; sections such as <c>web</c> keep what the body does not name.</summary>
    public static JsonObject? Extra(JsonObject body, JsonObject? before)
    {
        var extra = before?.Copy() ?? [];
        foreach (var (name, value) in body.Where(pair => !pair.Key.Contains('@', StringComparison.Ordinal) && !OwnPlace.Contains(pair.Key, StringComparer.OrdinalIgnoreCase)))
        {
            Merge(extra, name, value);
        }

        return extra.Count == 0 ? null : extra;
    }

    /// <summary>The texts of a list; null when it is no list.</summary>
    public static IReadOnlyList<string>? Texts(JsonObject body, string name) => body[name] is JsonArray list
        ? [.. list.OfType<JsonValue>().Select(value => value.TryGetValue(out string? text) ? text : null).OfType<string>()]
        : null;

    private static void Merge(JsonObject into, string name, JsonNode? value)
    {
        if (value is JsonObject section && into[name] is JsonObject before)
        {
            foreach (var (inner, innerValue) in section)
            {
                Merge(before, inner, innerValue);
            }
        }
        else
        {
            into[name] = value?.DeepClone();
        }
    }
}
