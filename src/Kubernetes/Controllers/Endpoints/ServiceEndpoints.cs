using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>Which pods serve a service, and on which ports.</summary>
internal static class ServiceEndpoints
{
    /// <summary>Services without a selector have endpoints that somebody else writes.</summary>
    public static bool IsSelecting(JsonObject service) =>
        service.At("spec", "selector") is JsonObject { Count: > 0 } && service.Text("spec", "type") != "ExternalName";

    /// <summary>The service's pods that have an address, in order of their names.</summary>
    public static List<JsonObject> PodsOf(IObjectClient api, JsonObject service)
    {
        var selector = LabelSelector.Of(service);
        return [.. api.List(Kinds.Pods, service.Namespace())
            .Where(pod => !pod.HasEnded() && pod.Text("status", "podIP") is { Length: > 0 } && selector.Matches(pod))];
    }

    public static bool CountsAsReady(JsonObject service, JsonObject pod) =>
        service.Flag("spec", "publishNotReadyAddresses") == true || (pod.IsReady() && !pod.IsBeingDeleted());

    /// <summary>The service's ports as this pod serves them: a port that the pod does not name is left out.</summary>
    public static JsonArray PortsOf(JsonObject service, JsonObject pod) => service.Items("spec", "ports")
        .Select(port => (Port: port, Number: TargetPort(port, pod)))
        .Where(entry => entry.Number is not null)
        .Select(entry =>
        {
            var port = new JsonObject { ["name"] = entry.Port.Text("name") ?? "", ["port"] = (int)entry.Number!.Value, ["protocol"] = entry.Port.Text("protocol") ?? "TCP" };
            if (entry.Port.Text("appProtocol") is { } application)
            {
                port["appProtocol"] = application;
            }

            return port;
        })
        .ToJsonArray();

    public static JsonObject ReferenceTo(JsonObject pod) => new()
    {
        ["kind"] = "Pod",
        ["name"] = pod.Name(),
        ["namespace"] = pod.Namespace(),
        ["uid"] = pod.Uid(),
    };

    private static long? TargetPort(JsonObject port, JsonObject pod)
    {
        var target = port["targetPort"];
        return target.Text() is { } name
            ? pod.Containers().SelectMany(container => container.Items("ports"))
                .Where(own => own.Text("name") == name && (own.Text("protocol") ?? "TCP") == (port.Text("protocol") ?? "TCP"))
                .Select(own => own["containerPort"].Long())
                .FirstOrDefault()
            : target.Long() is > 0 and var number ? number : port["port"].Long();
    }
}
