using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Gives a pod its node, once. Source: core's <c>registry/core/pod/storage</c>.</summary>
internal static class PodBinding
{
    private static readonly GroupResource Pods = new("", "pods");

    public static ValueTask<WriteResult> BindAsync(
        ClusterApi api, string @namespace, string pod, string node, string? uid, WriteOptions options, CancellationToken cancellationToken)
    {
        (JsonObject?, KubernetesError?) Bind(JsonObject current)
        {
            if (uid is { Length: > 0 } && uid != current.Text("metadata", "uid"))
            {
                return (null, KubernetesErrors.Conflict(
                    Pods, pod, $"Precondition failed: UID in precondition: {uid}, UID in object meta: {current.Text("metadata", "uid")}"));
            }

            if (current.IsDeleting())
            {
                return (null, KubernetesErrors.Conflict(new("", "pods/binding"), pod, $"pod {pod} is being deleted, cannot be assigned to a host"));
            }

            if (current.Text("spec", "nodeName") is { Length: > 0 } bound)
            {
                return (null, KubernetesErrors.Conflict(new("", "pods/binding"), pod, $"pod {pod} is already assigned to node \"{bound}\""));
            }

            var value = current.Copy();
            value.Section("spec")["nodeName"] = node;
            var now = ObjectMeta.Time(api.Parts.Clock.GetUtcNow());
            PodConditions.Set(value, "PodScheduled", "True", now);
            return (value, null);
        }

        return api.UpdateAsync(KindTable.Instance.Find(Pods)!, @namespace, pod, Bind, "binding", options, cancellationToken);
    }
}
