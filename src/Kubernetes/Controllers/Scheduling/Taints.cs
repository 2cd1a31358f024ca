using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Taints of nodes and tolerations of pods.</summary>
internal static class Taints
{
    public const string Unschedulable = "node.kubernetes.io/unschedulable";
    public const string NotReady = "node.kubernetes.io/not-ready";
    public const string Unreachable = "node.kubernetes.io/unreachable";

    public static JsonObject? FirstUntolerated(JsonObject node, JsonObject pod, params string[] effects) =>
        node.Items("spec", "taints").FirstOrDefault(taint => effects.Contains(taint.Text("effect")) && Toleration(pod, taint) is null);

    /// <summary>The first toleration of the pod that tolerates the taint, or null.</summary>
    public static JsonObject? Toleration(JsonObject pod, JsonObject taint) => Tolerations(pod, taint).FirstOrDefault();

    public static IEnumerable<JsonObject> Tolerations(JsonObject pod, JsonObject taint) => pod.Items("spec", "tolerations").Where(toleration =>
        (toleration.Text("effect") is null or "" || toleration.Text("effect") == taint.Text("effect"))
        && (toleration.Text("key") is null or "" ? toleration.Text("operator") == "Exists" : toleration.Text("key") == taint.Text("key"))
        && (toleration.Text("operator") == "Exists" || (toleration.Text("value") ?? "") == (taint.Text("value") ?? "")));
}
