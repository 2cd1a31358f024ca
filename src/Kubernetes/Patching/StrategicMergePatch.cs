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
    public static KubernetesError? Apply(JsonObject patch, JsonObject target) => Merge(patch, target, "");

    private static KubernetesError? Merge(JsonObject patch, JsonObject target, string path)
    {
        if (patch.TryGetPropertyValue(Directive, out var directive))
        {
            return Direct(directive, patch, target);
        }

        if (patch.TryGetPropertyValue(RetainKeys, out var keys) && Retain(keys, patch, target) is { } refused)
        {
            return refused;
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
            if (order is not JsonArray list)
            {
                return PatchErrors.BadElementOrder;
            }

            Reorder(target, name[Order.Length..], list, path);
        }

        return null;
    }

    private static KubernetesError? Direct(JsonNode? directive, JsonObject patch, JsonObject target)
    {
        if (directive.Text() is not ("replace" or "delete"))
        {
            return PatchErrors.UnknownDirective(directive, patch);
        }

        target.Clear();
        foreach (var (name, value) in directive.Text() == "replace" ? patch.Where(member => member.Key != Directive) : [])
        {
            target[name] = value?.DeepClone();
        }

        return null;
    }

    /// <summary>Only the named members stay, and the patch speaks of no others.</summary>
    private static KubernetesError? Retain(JsonNode? keys, JsonObject patch, JsonObject target)
    {
        if (keys is not JsonArray retained)
        {
            return PatchErrors.BadRetainKeys;
        }

        var names = retained.Select(one => one.Text()).ToHashSet();
        if (patch.Any(member => member.Value is not null && !member.Key.StartsWith('$') && !names.Contains(member.Key)))
        {
            return PatchErrors.NotInRetainKeys;
        }

        foreach (var name in target.Select(member => member.Key).Where(name => !names.Contains(name)).ToList())
        {
            target.Remove(name);
        }

        return null;
    }

    private static KubernetesError? MergeMember(string name, JsonNode? change, JsonObject target, string path)
    {
        if (name.StartsWith(DeleteValues, StringComparison.Ordinal))
        {
            if (change is not JsonArray gone)
            {
                return PatchErrors.BadPrimitiveList;
            }

            RemoveValues(target[name[DeleteValues.Length..]] as JsonArray, gone);
            return null;
        }

        if (name == RetainKeys || name.StartsWith(Order, StringComparison.Ordinal))
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

    private static KubernetesError? MergeList(JsonArray patch, JsonObject target, string name, string path, string key)
    {
        if (target[name] is not JsonArray list)
        {
            target[name] = list = [];
        }

        if (Elements(list, patch) is { } mixed)
        {
            return mixed;
        }

        return key == MergeKeys.Values ? AddValues(patch, list) : MergeElements(patch, target, name, path, key);
    }

    /// <summary>The elements of both lists are of one kind.</summary>
    private static KubernetesError? Elements(JsonArray list, JsonArray patch)
    {
        var all = list.Concat(patch).ToList();
        if (all.FirstOrDefault() is JsonArray)
        {
            return PatchErrors.ListOfLists;
        }

        return all.Any(one => one is null || one.GetValueKind() != all[0]?.GetValueKind()) ? PatchErrors.MixedElements(list, patch) : null;
    }

    private static KubernetesError? AddValues(JsonArray patch, JsonArray list)
    {
        foreach (var value in patch.Where(value => !list.Any(one => JsonNode.DeepEquals(one, value))).ToList())
        {
            list.Add(value?.DeepClone());
        }

        return null;
    }

    private static KubernetesError? MergeElements(JsonArray patch, JsonObject target, string name, string path, string key)
    {
        var list = (JsonArray)target[name]!;
        var changes = patch.OfType<JsonObject>().ToList();
        foreach (var change in changes.Where(change => change.ContainsKey(Directive)))
        {
            switch (change.Text(Directive))
            {
                case "delete" when change[key] is null:
                    return PatchErrors.NoMergeKey(change, key);
                case "delete":
                    Take(list, key, change[key]);
                    break;
                case "replace":
                    target[name] = new JsonArray([.. changes.Where(one => !one.ContainsKey(Directive)).Select(one => one.DeepClone())]);
                    return null;
                case "merge":
                    return PatchErrors.MergeOfLists;
                default:
                    return PatchErrors.UnknownDirective(change[Directive], change);
            }
        }

        foreach (var change in changes.Where(change => !change.ContainsKey(Directive)))
        {
            if (change[key] is not { } id)
            {
                return PatchErrors.NoMergeKey(change, key);
            }

            if (list.OfType<JsonObject>().FirstOrDefault(one => JsonNode.DeepEquals(one[key], id)) is not { } found)
            {
                list.Add((JsonNode)(found = []));
            }

            if (Merge(change, found, path) is { } error)
            {
                return error;
            }
        }

        return null;
    }

    private static void Take(JsonArray list, string key, JsonNode? id)
    {
        foreach (var gone in list.Where(one => JsonNode.DeepEquals(one.At(key), id)).ToList())
        {
            list.Remove(gone);
        }
    }

    private static void RemoveValues(JsonArray? list, JsonArray gone)
    {
        foreach (var value in gone)
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
