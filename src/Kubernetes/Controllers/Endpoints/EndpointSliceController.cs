using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Keeps the EndpointSlices of each service with a selector: a slice for each 100 pods that serve the same ports.</summary>
internal sealed class EndpointSliceController(ControllerServices services) : Controller(services)
{
    private const int EndpointsPerSlice = 100;
    private const string ManagedBy = "endpointslice-controller.k8s.io";
    private const string ManagedByLabel = "endpointslice.kubernetes.io/managed-by";
    private const string ServiceLabel = "kubernetes.io/service-name";

    public override string Name => "endpointslice";

    protected override string Component => "endpoint-slice-controller";

    protected override IReadOnlyList<WatchSource> Sources { get; } =
    [
        WatchSource.Self(Kinds.Services),
        WatchSource.AllOf(Kinds.Pods, Kinds.Services, ServiceEndpoints.IsSelecting),
        new(Kinds.EndpointSlices, (_, change) => change.Object.Label(ManagedByLabel) == ManagedBy && change.Object.Label(ServiceLabel) is { } name
            ? [new ObjectKey(Kinds.Services, change.Object.Namespace(), name)]
            : []),
    ];

    protected override async Task ReconcileAsync(Turn turn)
    {
        var existing = turn.Api.List(Kinds.EndpointSlices, turn.Key.Namespace)
            .Where(slice => slice.Label(ManagedByLabel) == ManagedBy && slice.Label(ServiceLabel) == turn.Key.Name)
            .ToDictionary(ObjectFields.Name);
        if (turn.Find() is { } service && !service.IsBeingDeleted() && ServiceEndpoints.IsSelecting(service))
        {
            foreach (var wanted in Slices(turn.Api, service))
            {
                if (!existing.Remove(wanted.Name(), out var slice))
                {
                    await turn.CreateAsync(Kinds.EndpointSlices, wanted);
                    continue;
                }

                await turn.ChangeAsync(Kinds.EndpointSlices, slice, changed =>
                {
                    changed["endpoints"] = wanted["endpoints"]!.DeepClone();
                    changed["ports"] = wanted["ports"]!.DeepClone();
                });
            }
        }

        foreach (var surplus in existing.Values)
        {
            await turn.DeleteAsync(Kinds.EndpointSlices, surplus);
        }
    }

    private static IEnumerable<JsonObject> Slices(IObjectClient api, JsonObject service)
    {
        var pods = ServiceEndpoints.PodsOf(api, service);
        var parts = pods
            .GroupBy(pod => ServiceEndpoints.PortsOf(service, pod).ToJsonString())
            .OrderBy(group => group.Key, StringComparer.Ordinal)
            .SelectMany(group => group.Chunk(EndpointsPerSlice).Select((chunk, index) => Slice(api, service, chunk, $"{group.Key}#{index}")));

        // A service without pods has an empty slice, so that its absence says something else.
        return pods.Count > 0 ? parts : [Slice(api, service, [], "")];
    }

    private static JsonObject Slice(IObjectClient api, JsonObject service, JsonObject[] pods, string part)
    {
        var labels = service.CopyAt("metadata", "labels");
        labels[ManagedByLabel] = ManagedBy;
        labels[ServiceLabel] = service.Name();
        return new JsonObject
        {
            ["apiVersion"] = "discovery.k8s.io/v1",
            ["kind"] = "EndpointSlice",
            ["metadata"] = new JsonObject
            {
                ["name"] = $"{service.Name()}-{Fnv.SafeName($"{service.Uid()}{part}")[..5]}",
                ["namespace"] = service.Namespace(),
                ["labels"] = labels,
                ["ownerReferences"] = new JsonArray(OwnerReferences.ReferenceTo(service)),
            },
            ["addressType"] = "IPv4",
            ["endpoints"] = pods.Select(pod => Endpoint(api, service, pod)).ToJsonArray(),
            ["ports"] = pods.Length > 0 ? ServiceEndpoints.PortsOf(service, pods[0]) : new JsonArray(),
        };
    }

    private static JsonObject Endpoint(IObjectClient api, JsonObject service, JsonObject pod)
    {
        var serving = pod.IsReady();
        return new JsonObject
        {
            ["addresses"] = new JsonArray(pod.Text("status", "podIP")),
            ["conditions"] = new JsonObject
            {
                ["ready"] = ServiceEndpoints.CountsAsReady(service, pod),
                ["serving"] = serving,
                ["terminating"] = pod.IsBeingDeleted(),
            },
            ["hostname"] = pod.Text("spec", "subdomain") == service.Name() ? pod.Text("spec", "hostname") : null,
            ["nodeName"] = pod.NodeName(),
            ["targetRef"] = ServiceEndpoints.ReferenceTo(pod),
            ["zone"] = pod.NodeName() is { } node ? api.Find(Kinds.Nodes, null, node)?.Label("topology.kubernetes.io/zone") : null,
        }.WithoutNulls();
    }
}
