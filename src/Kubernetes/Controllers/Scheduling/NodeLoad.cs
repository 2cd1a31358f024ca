using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>A node and the pods that take their share of it.</summary>
internal sealed class NodeLoad
{
    private readonly Dictionary<string, decimal> _requested = [];

    public NodeLoad(JsonObject node, IEnumerable<JsonObject> pods)
    {
        Node = node;
        Pods = [.. pods.Where(pod => !pod.HasEnded())];
        foreach (var (name, value) in Pods.SelectMany(PodRequests.Of))
        {
            _requested[name] = _requested.GetValueOrDefault(name) + value;
        }
    }

    public JsonObject Node { get; }

    public List<JsonObject> Pods { get; }

    public decimal Allocatable(string resource) => Quantity.Parse(Node.At("status", "allocatable", resource));

    public decimal Free(string resource) => Allocatable(resource) - _requested.GetValueOrDefault(resource);

    /// <summary>Which part of its CPU and memory is spoken for, together: 0 to 2.</summary>
    public decimal Load => Share("cpu") + Share("memory");

    /// <summary>How many pods of the same controller are here already.</summary>
    public int Siblings(JsonObject pod) =>
        pod.ControllerReference().Text("uid") is { } owner ? Pods.Count(other => other.ControllerReference().Text("uid") == owner) : 0;

    private decimal Share(string resource) => Allocatable(resource) is > 0 and var all ? _requested.GetValueOrDefault(resource) / all : 0;
}
