using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Kubernetes;

/// <summary>Finds the pod and the container of a request that goes to a node.</summary>
internal sealed class PodConnectionSet(string clusterKey, ClusterApi api, IPodConnections? connections)
{
    public string ClusterKey => clusterKey;

    public IPodConnections? Connections => connections;

    public JsonObject? Find(ApiCall call) => api.Store.Find(call.Kind.Stored, call.Namespace, call.Name)?.Object;

    public bool CanReach(JsonObject pod) => connections?.CanReach(clusterKey, pod) == true;

    /// <summary>The container that is meant: the one named, the one that the pod says is its main one, or the only one.</summary>
    public static (string Name, KubernetesError? Error) Choose(JsonObject pod, string? asked)
    {
        var main = Names(pod, "containers");
        var others = Names(pod, "initContainers").Concat(Names(pod, "ephemeralContainers")).ToList();
        if (!string.IsNullOrEmpty(asked))
        {
            return main.Concat(others).Contains(asked)
                ? (asked, null)
                : ("", KubernetesErrors.BadRequest($"container {asked} is not valid for pod {pod.Name()}"));
        }

        if (main.Count == 1)
        {
            return (main[0], null);
        }

        var init = Names(pod, "initContainers");
        var more = init.Count == 0 ? "" : $" or one of the init containers: [{string.Join(' ', init)}]";
        return ("", KubernetesErrors.BadRequest($"a container name must be specified for pod {pod.Name()}, choose one of: [{string.Join(' ', main)}]{more}"));
    }

    private static List<string> Names(JsonObject pod, string list) => [.. pod.Items("spec", list).Select(container => container.Text("name") ?? "")];
}
