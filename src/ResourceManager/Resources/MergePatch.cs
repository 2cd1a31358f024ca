using System.Text.Json.Nodes;

namespace Verditer.ResourceManager;

/// <summary>JSON merge patch (RFC 7396): null removes, objects merge, everything else replaces.</summary>
public static class MergePatch
{
    /// <summary>Changes <paramref name="target"/> and returns it.</summary>
    public static JsonObject Apply(JsonObject target, JsonObject patch)
    {
        foreach (var (name, value) in patch)
        {
            switch (value)
            {
                case null:
                    target.Remove(name);
                    break;
                case JsonObject inner:
                    target[name] = Apply(target[name] is JsonObject old ? Detach(target, name, old) : [], inner);
                    break;
                default:
                    target[name] = value.DeepClone();
                    break;
            }
        }

        return target;
    }

    private static JsonObject Detach(JsonObject parent, string name, JsonObject child)
    {
        parent.Remove(name);
        return child;
    }
}
