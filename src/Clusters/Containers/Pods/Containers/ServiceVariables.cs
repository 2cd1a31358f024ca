using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>
/// Variables that name services: those of the pod's namespace, unless it does not want them, and always the API itself. Source: Kubernetes documentation, "Service",
/// environment variables.
/// </summary>
internal static class ServiceVariables
{
    private const string Api = "kubernetes";
    private const string ApiNamespace = "default";

    public static Dictionary<string, string> Of(IObjectClient api, JsonObject pod)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        var wanted = pod.Flag("spec", "enableServiceLinks") != false ? api.List(Kinds.Services, pod.Namespace()).AsEnumerable() : [];
        foreach (var service in wanted.Prepend(api.Find(Kinds.Services, ApiNamespace, Api)).OfType<JsonObject>())
        {
            Add(variables, service);
        }

        return variables;
    }

    private static void Add(Dictionary<string, string> variables, JsonObject service)
    {
        if (service.Text("spec", "clusterIP") is not { Length: > 0 } address || address == "None")
        {
            return;
        }

        var name = Name(service.Name());
        var ports = service.Items("spec", "ports").ToList();
        if (ports.Count == 0)
        {
            return;
        }

        variables[$"{name}_SERVICE_HOST"] = address;
        variables[$"{name}_SERVICE_PORT"] = Port(ports[0]);
        foreach (var port in ports)
        {
            if (port.Text("name") is { Length: > 0 } portName)
            {
                variables[$"{name}_SERVICE_PORT_{Name(portName)}"] = Port(port);
            }

            var protocol = port.Text("protocol") ?? "TCP";
            var prefix = $"{name}_PORT_{Port(port)}_{protocol}";
            var url = $"{protocol.ToLowerInvariant()}://{address}:{Port(port)}";
            variables.TryAdd($"{name}_PORT", url);
            variables[prefix] = url;
            variables[$"{prefix}_PROTO"] = protocol.ToLowerInvariant();
            variables[$"{prefix}_PORT"] = Port(port);
            variables[$"{prefix}_ADDR"] = address;
        }
    }

    private static string Port(JsonObject port) => (port.Number("port") ?? 0).ToString(CultureInfo.InvariantCulture);

    private static string Name(string text) => text.ToUpperInvariant().Replace('-', '_');
}
