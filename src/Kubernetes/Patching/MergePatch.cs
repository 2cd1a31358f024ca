using System.Text.Json.Nodes;

namespace Verditer.Kubernetes;

/// <summary>RFC 7386: members are merged, null removes, everything else replaces.</summary>
internal static class MergePatch
{
    public static void Apply(JsonObject patch, JsonObject target)
    {
        foreach (var (name, change) in patch)
        {
            if (change is null)
            {
                target.Remove(name);
            }
            else if (change is JsonObject inner)
            {
                if (target[name] is not JsonObject section)
                {
                    target[name] = section = [];
                }

                Apply(inner, section);
            }
            else
            {
                target[name] = change.DeepClone();
            }
        }
    }
}
