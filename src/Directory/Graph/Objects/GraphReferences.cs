using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>References to other objects: <c>$ref</c>, <c>@odata.id</c>, <c>owners@odata.bind</c>.</summary>
internal static class GraphReferences
{
    public static GraphAnswer List(GraphRequest request, IEnumerable<JsonObject> items) => GraphAnswer.Ok(new JsonObject
    {
        ["@odata.context"] = $"{request.Address}/$metadata#Collection($ref)",
        ["value"] = new JsonArray([.. items.Select(item => new JsonObject { ["@odata.id"] = $"{request.Address}/directoryObjects/{item.Text("id")}" })]),
    });

    /// <summary>The object that <c>@odata.id</c> refers to.</summary>
    public static string? Read(JsonObject body) => Id(body.Text("@odata.id"));

    /// <summary>The objects that a body binds to a relation, such as <c>members@odata.bind</c>.</summary>
    public static IReadOnlyList<string> Bound(JsonObject body, string relation) =>
        [.. (GraphBody.Texts(body, relation + "@odata.bind") ?? []).Select(Id).OfType<string>().Distinct(StringComparer.OrdinalIgnoreCase)];

    private static string? Id(string? address)
    {
        var last = address?.TrimEnd('/').Split('/')[^1];
        var open = last?.IndexOf('(', StringComparison.Ordinal) ?? -1;
        return open < 0 ? last : last![(open + 1)..].TrimEnd(')').Trim('\'');
    }
}
