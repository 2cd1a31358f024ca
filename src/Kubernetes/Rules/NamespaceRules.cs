using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Namespaces carry a finalizer of their own until the namespace controller has emptied them, and a label with their name.</summary>
internal sealed class NamespaceRules : KindRules
{
    private const string NameLabel = "kubernetes.io/metadata.name";

    public override GroupResource Resource => new("", "namespaces");

    public override void Default(JsonObject value) => value.Metadata().Section("labels")[NameLabel] = value.Name();

    public override void PrepareForCreate(JsonObject value)
    {
        value["status"] = new JsonObject { ["phase"] = "Active" };
        var finalizers = value.Section("spec")["finalizers"] as JsonArray;
        if (finalizers is null)
        {
            value.Section("spec")["finalizers"] = finalizers = [];
        }

        if (!finalizers.Any(one => one.Text() == "kubernetes"))
        {
            finalizers.Add((JsonNode)"kubernetes");
        }
    }

    /// <summary>Only <c>finalize</c> changes what holds a namespace, and it changes nothing of the status.</summary>
    public override void PrepareForUpdate(JsonObject value, JsonObject current, string subresource)
    {
        if (subresource == "finalize")
        {
            ObjectMeta.CopyMember(current, value, "status");
        }
        else
        {
            ObjectMeta.CopyMember(current["spec"] as JsonObject ?? [], value.Section("spec"), "finalizers");
        }
    }
}
