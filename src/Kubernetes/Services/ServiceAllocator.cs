using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Kubernetes;

/// <summary>
/// Gives services their cluster IP and node ports. Each is also a document (<c>k8s-{clusterKey}-alloc</c>) that is written with the service, so that two services can
/// never have the same. Source: kubernetes/pkg/registry/core/service/storage/alloc.go.
/// </summary>
internal sealed class ServiceAllocator(ObjectStore store, ServiceNetwork network, string clusterKey) : IAllocator
{
    private readonly string _collection = CollectionOf(clusterKey);

    public GroupResource Resource => new("", "services");

    public static string CollectionOf(string clusterKey) => $"k8s-{clusterKey}-alloc";

    public void Allocate(JsonObject value, JsonObject? current, List<Write> writes, List<FieldError> errors)
    {
        var others = store.State(Resource).List(null).Select(one => one.Object).Where(one => one.Text("metadata", "uid") != value.Text("metadata", "uid")).ToList();
        var before = current is null ? new ServiceHoldings([], []) : ServiceHoldings.Of(current);
        Address(value, others, before, errors);
        Ports(value, others, before, errors);
        if (errors.Count > 0)
        {
            return;
        }

        var after = ServiceHoldings.Of(value);
        var owner = Encoding.UTF8.GetBytes($"{value.Namespace()}/{value.Name()}");
        writes.AddRange(after.Keys.Except(before.Keys).Select(key => new Write(_collection, key, owner, WriteCondition.Absent)));
        writes.AddRange(before.Keys.Except(after.Keys).Select(key => new Write(_collection, key, null, WriteCondition.None)));
    }

    public void Release(JsonObject current, List<Write> writes) =>
        writes.AddRange(ServiceHoldings.Of(current).Keys.Select(key => new Write(_collection, key, null, WriteCondition.None)));

    private void Address(JsonObject value, List<JsonObject> others, ServiceHoldings before, List<FieldError> errors)
    {
        var spec = value.Section("spec");
        if (spec.Text("type") == "ExternalName")
        {
            spec.Remove("clusterIP");
            spec.Remove("clusterIPs");
            return;
        }

        var asked = spec.Text("clusterIP") is { Length: > 0 } own ? own : (spec["clusterIPs"] as JsonArray)?.FirstOrDefault().Text() ?? "";
        var taken = others.SelectMany(one => ServiceHoldings.Of(one).Addresses).ToHashSet();
        if (asked.Length == 0)
        {
            if (network.Choose(taken) is not { } chosen)
            {
                errors.Add(new("", "InternalError", "failed to allocate a serviceIP: range is full"));
                return;
            }

            asked = chosen;
        }
        else if (asked != "None" && !before.Addresses.Contains(asked))
        {
            if (!network.Contains(asked))
            {
                errors.Add(FieldError.Invalid(
                    "spec.clusterIPs", new JsonArray(asked),
                    $"failed to allocate IP {asked}: the provided network does not match the current range, the range of valid IPs is {network.Cidr}"));
            }
            else if (taken.Contains(asked))
            {
                errors.Add(FieldError.Invalid("spec.clusterIPs", new JsonArray(asked), $"failed to allocate IP {asked}: provided IP is already allocated"));
            }
        }

        spec["clusterIP"] = asked;
        spec["clusterIPs"] = new JsonArray(asked);
        spec["ipFamilies"] ??= new JsonArray("IPv4");
        spec["ipFamilyPolicy"] ??= "SingleStack";
    }

    private static void Ports(JsonObject value, List<JsonObject> others, ServiceHoldings before, List<FieldError> errors)
    {
        var spec = value.Section("spec");
        var wanted = spec.Text("type") == "NodePort" || (spec.Text("type") == "LoadBalancer" && spec.Flag("allocateLoadBalancerNodePorts") != false);
        var taken = others.SelectMany(one => ServiceHoldings.Of(one).Ports).ToHashSet();
        var own = new HashSet<int>();
        var index = 0;
        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var field = $"spec.ports[{index++}].nodePort";
            if (port.Number("nodePort") is { } asked and > 0)
            {
                if (asked is < ServiceNetwork.FirstNodePort or > ServiceNetwork.LastNodePort)
                {
                    errors.Add(FieldError.Invalid(
                        field, asked, $"provided port is not in the valid range. The range of valid ports is {ServiceNetwork.FirstNodePort}-{ServiceNetwork.LastNodePort}"));
                }
                else if (taken.Contains(asked) && !before.Ports.Contains(asked))
                {
                    errors.Add(FieldError.Invalid(field, asked, "provided port is already allocated"));
                }

                own.Add(asked);
            }
            else if (wanted)
            {
                Choose(port, "nodePort", field, taken, own, errors);
            }
        }

        if (spec.Text("type") == "LoadBalancer" && spec.Text("externalTrafficPolicy") == "Local" && spec.Number("healthCheckNodePort") is not > 0)
        {
            Choose(spec, "healthCheckNodePort", "spec.healthCheckNodePort", taken, own, errors);
        }
    }

    private static void Choose(JsonObject target, string member, string field, HashSet<int> taken, HashSet<int> own, List<FieldError> errors)
    {
        var all = new HashSet<int>(taken);
        all.UnionWith(own);
        if (ServiceNetwork.ChoosePort(all) is not { } chosen)
        {
            errors.Add(new(field, "InternalError", "failed to allocate a nodePort: range is full"));
            return;
        }

        target[member] = chosen;
        own.Add(chosen);
    }
}

/// <summary>What one service has that no other may have.</summary>
internal sealed record ServiceHoldings(IReadOnlyList<string> Addresses, IReadOnlyList<int> Ports)
{
    public IEnumerable<string> Keys => Addresses.Select(address => $"ip/{address}").Concat(Ports.Distinct().Select(port => $"port/{port}"));

    public static ServiceHoldings Of(JsonObject service)
    {
        var address = service.Text("spec", "clusterIP") ?? "";
        var ports = (service.At("spec", "ports") as JsonArray ?? []).Select(port => port.Number("nodePort") ?? 0).Append(service.Number("spec", "healthCheckNodePort") ?? 0);
        return new(address is "" or "None" ? [] : [address], [.. ports.Where(port => port > 0)]);
    }
}
