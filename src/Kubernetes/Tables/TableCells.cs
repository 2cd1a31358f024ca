using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>What a cell shows. Functions of single resources stand in <see cref="PodCells"/> and <see cref="ResourceCells"/>.</summary>
internal static class TableCells
{
    private static readonly Dictionary<string, Func<JsonObject, string, DateTimeOffset, JsonNode?>> Functions = Common()
        .Concat(PodCells.Functions)
        .Concat(ResourceCells.Functions)
        .ToDictionary(pair => pair.Key, pair => pair.Value);

    public static JsonNode? Cell(TableColumn column, JsonObject value, DateTimeOffset now)
    {
        if (!column.Cell.StartsWith('@'))
        {
            return value.At(column.Cell.Split('.'))?.DeepClone() ?? "";
        }

        var at = column.Cell.IndexOf(':');
        return at < 0 ? Functions[column.Cell[1..]](value, "", now) : Functions[column.Cell[1..at]](value, column.Cell[(at + 1)..], now);
    }

    public static JsonNode? At(JsonObject value, string path) => value.At(path.Split('.'));

    public static string Since(string? time, DateTimeOffset now) =>
        DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then) ? HumanDuration.Of(now - then) : "<unknown>";

    public static string Labels(JsonNode? labels) =>
        labels is JsonObject { Count: > 0 } pairs ? string.Join(",", pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value.Text()}")) : "<none>";

    public static string OrNone(string? text) => text is { Length: > 0 } ? text : "<none>";

    private static Dictionary<string, Func<JsonObject, string, DateTimeOffset, JsonNode?>> Common() => new()
    {
        ["age"] = (value, _, now) => Since(value.Text("metadata", "creationTimestamp"), now),
        ["since-or-none"] = (value, path, now) => At(value, path).Text() is { } time ? Since(time, now) : "<none>",
        ["or-none"] = (value, path, _) => OrNone(At(value, path).Text()),
        ["or-unknown"] = (value, path, _) => At(value, path).Text() is { Length: > 0 } text ? text : "<unknown>",
        ["or-unset"] = (value, path, _) => At(value, path) is { } node ? node.Text() ?? Json.ToText(node) : "<unset>",
        ["or-na"] = (value, path, _) => At(value, path) is { } node ? node.Text() ?? Json.ToText(node) : "N/A",
        ["unset"] = (_, _, _) => "<unset>",
        ["number"] = (value, path, _) => At(value, path)?.DeepClone() ?? 0,
        ["flag"] = (value, path, _) => At(value, path).Flag() ?? false,
        ["count"] = (value, paths, _) => paths.Split(':').Sum(path => At(value, path) switch { JsonObject map => map.Count, JsonArray list => list.Count, _ => 0 }),
        ["labels"] = (value, path, _) => Labels(At(value, path)),
        ["selector"] = (value, path, _) => Selector(At(value, path) as JsonObject),
        ["join"] = (value, path, _) => At(value, path) is JsonArray { Count: > 0 } list ? string.Join(",", list.Select(one => one.Text())) : "<none>",
        ["container-names"] = (value, path, _) => Containers(value, path, "name"),
        ["container-images"] = (value, path, _) => Containers(value, path, "image"),
        ["phase"] = (value, _, _) => value.IsDeleting() ? "Terminating" : value.Text("status", "phase") ?? "",
        ["controller"] = (value, _, _) => OrNone((value.At("metadata", "ownerReferences") as JsonArray)?
            .Where(one => one.Flag("controller") == true).Select(Owner).FirstOrDefault()),
    };

    private static string Owner(JsonNode? owner)
    {
        var group = owner.Text("apiVersion")?.Split('/') is [var name, _] ? $".{name}" : "";
        return $"{owner.Text("kind")?.ToLowerInvariant()}{group}/{owner.Text("name")}";
    }

    private static string Containers(JsonObject value, string path, string member) =>
        string.Join(",", (At(value, $"{path}.containers") as JsonArray ?? []).Select(one => one.Text(member)));

    private static string Selector(JsonObject? selector)
    {
        var parts = (selector?["matchLabels"] as JsonObject ?? [])
            .Select(pair => $"{pair.Key}={pair.Value.Text()}")
            .Concat((selector?["matchExpressions"] as JsonArray ?? []).Select(Expression))
            .Order(StringComparer.Ordinal)
            .ToList();
        return parts.Count == 0 ? "<none>" : string.Join(",", parts);
    }

    private static string Expression(JsonNode? expression)
    {
        var key = expression.Text("key");
        var values = string.Join(",", (expression.At("values") as JsonArray ?? []).Select(one => one.Text()));
        return expression.Text("operator") switch
        {
            "In" => $"{key} in ({values})",
            "NotIn" => $"{key} notin ({values})",
            "Exists" => key ?? "",
            _ => $"!{key}",
        };
    }
}
