using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Makes and removes the Node objects of described nodes.</summary>
/// <param name="time">Verditer's clock.</param>
internal sealed class NodeRegistration(TimeProvider time)
{
    private const int Attempts = 16;

    /// <exception cref="ClusterEngineException">The API refuses the node: a label or a taint that is not allowed. The message has the API's words.</exception>
    public async Task EnsureAsync(IObjectClient api, NodeSpec node, NodeSystem system, NodeProblem? problem, CancellationToken cancellationToken)
    {
        await RetryAsync(node.Name, async () => api.Find(Kinds.Nodes, null, node.Name) is { } existing
            ? await UpdateAsync(api, existing, null, changed => NodeDescription.Apply(changed, node), cancellationToken)
            : await CreateAsync(api, node, cancellationToken));
        await RetryAsync(node.Name, () => UpdateAsync(
            api,
            api.Find(Kinds.Nodes, null, node.Name),
            "status",
            changed => changed["status"] = NodeDescription.Status(changed, node, system, problem, time.GetUtcNow()),
            cancellationToken));
    }

    public static async Task RemoveAsync(IObjectClient api, string nodeName, CancellationToken cancellationToken)
    {
        // Pods that nobody runs any more follow by the pod garbage collector, the lease by its owner reference.
        await RetryAsync(nodeName, async () => (await api.DeleteAsync(Kinds.Nodes, null, nodeName, cancellationToken: cancellationToken)).Error);
    }

    private static async ValueTask<KubernetesError?> CreateAsync(IObjectClient api, NodeSpec node, CancellationToken cancellationToken)
    {
        var value = NodeDescription.NewNode(node);
        NodeDescription.Apply(value, node);
        return (await api.CreateAsync(Kinds.Nodes, value, cancellationToken)).Error;
    }

    private static async ValueTask<KubernetesError?> UpdateAsync(
        IObjectClient api, JsonObject? current, string? subresource, Action<JsonObject> change, CancellationToken cancellationToken)
    {
        if (current is null)
        {
            return null;
        }

        var changed = current.Copy();
        change(changed);
        return JsonNode.DeepEquals(changed, current)
            ? null
            : (await api.UpdateAsync(Kinds.Nodes, changed, subresource, cancellationToken)).Error;
    }

    /// <summary>Conflicts are retried by reading anew.</summary>
    private static async Task RetryAsync(string node, Func<ValueTask<KubernetesError?>> attempt)
    {
        for (var left = Attempts; ; left--)
        {
            var error = await attempt();
            if (error is null or { Code: 404 })
            {
                return;
            }

            if (error.Code is 400 or 403 or 422)
            {
                throw new ClusterEngineException($"The cluster's API refuses the node '{node}': {error.Message}");
            }

            if (error.Code != 409 || left == 0)
            {
                throw new InvalidOperationException(error.Message);
            }
        }
    }
}
