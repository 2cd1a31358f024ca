using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>
/// Kubernetes' own patch: lists with a key are merged element by element; <c>$patch</c>, <c>$retainKeys</c>, <c>$deleteFromPrimitiveList/…</c> and
/// <c>$setElementOrder/…</c> direct it. Source: apimachinery's <c>util/strategicpatch</c>.
/// </summary>
internal static class StrategicMergePatch
{
    private const string Directive = "$patch";
    private const string RetainKeys = "$retainKeys";
    private const string DeleteValues = "$deleteFromPrimitiveList/";
    private const string Order = "$setElementOrder/";

    /// <summary>Null, or why it cannot be applied.</summary>
    public static string? Apply(JsonObject patch, JsonObject target) => Merge(patch, target, "");

    private static string? Merge(JsonObject patch, JsonObject target, string path)
    {
        switch (patch.Text(Directive))
        {
            case "replace":
                target.Clear();
                foreach (var (name, value) in patch.Where(member => member.Key != Directive))
                {
                    target[name] = value?.DeepClone();
                }

                return null;
            case "delete":
                target.Clear();
                return null;
        }

        if (patch[RetainKeys] is JsonArray retained)
        {
            var names = retained.Select(one => one.Text()).ToHashSet();
            foreach (var name in target.Select(member => member.Key).Where(name => !names.Contains(name)).ToList())
            {
                target.Remove(name);
            }
        }

        foreach (var (name, change) in patch)
        {
            if (MergeMember(name, change, target, path) is { } error)
            {
                return error;
            }
        }

        foreach (var (name, order) in patch.Where(member => member.Key.StartsWith(Order, StringComparison.Ordinal)))
        {
            Reorder(target, name[Order.Length..], order as JsonArray ?? [], path);
        }

        return null;
    }

    private static string? MergeMember(string name, JsonNode? change, JsonObject target, string path)
    {
        if (name.StartsWith(DeleteValues, StringComparison.Ordinal))
        {
            RemoveValues(target[name[DeleteValues.Length..]] as JsonArray, change as JsonArray);
            return null;
        }

        if (name is Directive or RetainKeys || name.StartsWith(Order, StringComparison.Ordinal))
        {
            return null;
        }

        var inner = path.Length == 0 ? name : $"{path}.{name}";
        switch (change)
        {
            case null:
                target.Remove(name);
                return null;
            case JsonObject map when map.Text(Directive) == "delete":
                target.Remove(name);
                return null;
            case JsonObject map:
                return Merge(map, target.Section(name), inner);
            case JsonArray list when MergeKeys.Of(inner) is { } key:
                return MergeList(list, target, name, inner, key);
            default:
                target[name] = change.DeepClone();
                return null;
        }
    }

    private static string? MergeList(JsonArray patch, JsonObject target, string name, string path, string key)
    {
        if (target[name] is not JsonArray list)
        {
            target[name] = list = [];
        }

        if (key == MergeKeys.Values)
        {
            foreach (var value in patch.Where(value => !list.Any(one => JsonNode.DeepEquals(one, value))).ToList())
            {
                list.Add(value?.DeepClone());
            }

            return null;
        }

        if (patch.Any(one => one.Text(Directive) == "replace"))
        {
            target[name] = new JsonArray([.. patch.Where(one => one.Text(Directive) is null).Select(one => one?.DeepClone())]);
            return null;
        }

        foreach (var change in patch.OfType<JsonObject>())
        {
            if (change[key] is not { } id)
            {
                return $"map: {Json.ToText(change)} does not contain declared merge key: {key}";
            }

            var found = list.OfType<JsonObject>().FirstOrDefault(one => JsonNode.DeepEquals(one[key], id));
            if (change.Text(Directive) == "delete")
            {
                list.Remove(found);
            }
            else if (found is null)
            {
                var added = new JsonObject();
                list.Add((JsonNode)added);
                if (Merge(change, added, path) is { } error)
                {
                    return error;
                }
            }
            else if (Merge(change, found, path) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private static void RemoveValues(JsonArray? list, JsonArray? gone)
    {
        foreach (var value in gone ?? [])
        {
            if (list?.FirstOrDefault(one => JsonNode.DeepEquals(one, value)) is { } found)
            {
                list.Remove(found);
            }
        }
    }

    /// <summary>Elements that the order names stand in that order; others keep their place among them.</summary>
    private static void Reorder(JsonObject target, string name, JsonArray order, string path)
    {
        var key = MergeKeys.Of(path.Length == 0 ? name : $"{path}.{name}");
        if (target[name] is not JsonArray list || key is null)
        {
            return;
        }

        int Position(JsonNode? one)
        {
            for (var i = 0; i < order.Count; i++)
            {
                if (key == MergeKeys.Values ? JsonNode.DeepEquals(order[i], one) : JsonNode.DeepEquals(order[i].At(key), one.At(key)))
                {
                    return i;
                }
            }

            return -1;
        }

        var ordered = new Queue<JsonNode?>(list.Where(one => Position(one) >= 0).OrderBy(Position));
        var all = list.Select(one => Position(one) >= 0 ? ordered.Dequeue() : one).ToList();
        target[name] = new JsonArray([.. all.Select(one => one?.DeepClone())]);
    }
}
