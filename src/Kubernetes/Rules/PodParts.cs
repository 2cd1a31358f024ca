using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>What each subresource of a pod may change: everything else is put back. Source: <c>pkg/registry/core/pod/strategy.go</c>.</summary>
internal static class PodParts
{
    public const string Debug = "ephemeralcontainers";
    public const string Resize = "resize";

    private static readonly string[] Metadata = ["labels", "annotations", "finalizers", "ownerReferences"];
    private static readonly string[] Resizable = ["resources", "resizePolicy"];

    public static void Keep(JsonObject value, JsonObject current, string subresource)
    {
        switch (subresource)
        {
            case Debug:
                KeepRest(value, current, kept => ObjectMeta.CopyMember(value.Section("spec"), kept, "ephemeralContainers"));
                break;
            case Resize when SameContainers(value, current):
                KeepRest(value, current, kept => TakeResources(value.Section("spec"), kept));
                break;
            case "status":
                if (value.Text("status", "qosClass") is not { Length: > 0 })
                {
                    ObjectMeta.CopyMember(current["status"] as JsonObject ?? [], value.Section("status"), "qosClass");
                }

                break;
        }
    }

    /// <summary>Both have the same containers in the same order.</summary>
    public static bool SameContainers(JsonObject value, JsonObject current) => Names(value).SequenceEqual(Names(current));

    private static void KeepRest(JsonObject value, JsonObject current, Action<JsonObject> take)
    {
        var spec = (current["spec"] as JsonObject ?? []).Copy();
        take(spec);
        value["spec"] = spec;
        ObjectMeta.CopyMember(current, value, "status");
        foreach (var name in Metadata)
        {
            ObjectMeta.CopyMember(current.Metadata(), value.Metadata(), name);
        }
    }

    private static void TakeResources(JsonObject from, JsonObject to)
    {
        foreach (var ((field, container), (_, asked)) in PodSpecs.Containers(to).Zip(PodSpecs.Containers(from)))
        {
            foreach (var name in field.StartsWith("ephemeral", StringComparison.Ordinal) ? [] : Resizable)
            {
                ObjectMeta.CopyMember(asked, container, name);
            }
        }
    }

    private static IEnumerable<string> Names(JsonObject pod) =>
        PodSpecs.Containers(pod["spec"] as JsonObject ?? []).Select(one => $"{one.Field} {one.Container.Text("name")}");
}
