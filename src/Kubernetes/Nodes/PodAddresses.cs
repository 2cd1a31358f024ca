using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>
/// Addresses for pods, out of their node's range. What is taken is what stored pods have; the memory here only holds what is about to be stored, and where to look next,
/// so that an address rests before it is used again.
/// </summary>
internal sealed class PodAddresses
{
    /// <summary>The first two are the network's and the gateway's, the last is the broadcast's.</summary>
    private const uint FirstOffset = 2;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, string> _reserved = [];
    private readonly Dictionary<string, uint> _next = [];

    /// <summary>An address that is this pod's until it is released; null where the node has no range yet or it is used up.</summary>
    public string? Take(IObjectClient api, JsonObject node, JsonObject pod)
    {
        if (Ipv4Range.Parse(node.Text("spec", "podCIDR")) is not { } range)
        {
            return null;
        }

        lock (_gate)
        {
            if (_reserved.TryGetValue(pod.Uid(), out var own))
            {
                return own;
            }

            var taken = api.List(Kinds.Pods)
                .Where(other => other.NodeName() == node.Name() && !other.HasEnded())
                .Select(other => other.Text("status", "podIP"))
                .Concat(_reserved.Values)
                .ToHashSet();
            var (count, start) = (range.Size - FirstOffset - 1, _next.GetValueOrDefault(node.Name()));
            for (var i = 0U; i < count; i++)
            {
                var offset = (start + i) % count;
                var address = range.Address(FirstOffset + offset);
                if (!taken.Contains(address))
                {
                    _next[node.Name()] = offset + 1;
                    _reserved[pod.Uid()] = address;
                    return address;
                }
            }

            return null;
        }
    }

    /// <summary>The pod's address is stored, or the pod is gone.</summary>
    public void Release(string podUid)
    {
        lock (_gate)
        {
            _reserved.Remove(podUid);
        }
    }
}
