using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Keeps the Endpoints object of each service with a selector.</summary>
internal sealed class EndpointsController(ControllerServices services) : Controller(services)
{
    /// <summary>Tells those that this controller made from those that somebody else writes.</summary>
    private const string ManagedByLabel = "endpoints.kubernetes.io/managed-by";

    public override string Name => "endpoint";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.Services),
        WatchSource.AllOf(Kinds.Pods, Kinds.Services, ServiceEndpoints.IsSelecting),
        new(Kinds.Endpoints, (_, change) => [change.Object.Key(Kinds.Services)]),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        var existing = turn.Api.Find(Kinds.Endpoints, turn.Key.Namespace, turn.Key.Name);
        if (turn.Find() is not { } service)
        {
            if (existing?.Label(ManagedByLabel) is not null)
            {
                await turn.DeleteAsync(Kinds.Endpoints, existing);
            }

            return;
        }

        if (service.IsBeingDeleted() || !ServiceEndpoints.IsSelecting(service))
        {
            return;
        }

        var subsets = Subsets(turn.Api, service);
        if (existing is null)
        {
            await turn.CreateAsync(Kinds.Endpoints, Build(service, subsets));
        }
        else
        {
            await turn.ChangeAsync(Kinds.Endpoints, existing, changed =>
            {
                if (subsets.Count > 0)
                {
                    changed["subsets"] = subsets;
                }
                else
                {
                    changed.Remove("subsets");
                }
            });
        }
    }

    private static JsonObject Build(JsonObject service, JsonArray subsets)
    {
        var labels = service.CopyAt("metadata", "labels");
        labels[ManagedByLabel] = "endpoint-controller";
        var value = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Endpoints",
            ["metadata"] = new JsonObject { ["name"] = service.Name(), ["namespace"] = service.Namespace(), ["labels"] = labels },
        };
        if (subsets.Count > 0)
        {
            value["subsets"] = subsets;
        }

        return value;
    }

    /// <summary>Pods that serve the same ports share a subset.</summary>
    private static JsonArray Subsets(IObjectClient api, JsonObject service) => ServiceEndpoints.PodsOf(api, service)
        .Select(pod => (Pod: pod, Ports: ServiceEndpoints.PortsOf(service, pod)))
        .Where(entry => entry.Ports.Count > 0 || !service.Items("spec", "ports").Any())
        .GroupBy(entry => entry.Ports.ToJsonString())
        .OrderBy(group => group.Key, StringComparer.Ordinal)
        .Select(group => Subset(service, [.. group.Select(entry => entry.Pod)], group.First().Ports))
        .ToJsonArray();

    private static JsonObject Subset(JsonObject service, List<JsonObject> pods, JsonArray ports)
    {
        var subset = new JsonObject();
        foreach (var (field, ready) in (ReadOnlySpan<(string, bool)>)[("addresses", true), ("notReadyAddresses", false)])
        {
            var addresses = pods.Where(pod => ServiceEndpoints.CountsAsReady(service, pod) == ready).Select(Address).ToJsonArray();
            if (addresses.Count > 0)
            {
                subset[field] = addresses;
            }
        }

        foreach (var port in ports.OfType<JsonObject>().Where(port => port.Text("name") == ""))
        {
            port.Remove("name");
        }

        subset["ports"] = ports;
        return subset;
    }

    private static JsonObject Address(JsonObject pod) => new JsonObject
    {
        ["hostname"] = pod.Text("spec", "subdomain") is null ? null : pod.Text("spec", "hostname"),
        ["ip"] = pod.Text("status", "podIP"),
        ["nodeName"] = pod.NodeName(),
        ["targetRef"] = ServiceEndpoints.ReferenceTo(pod),
    }.WithoutNulls();
}
