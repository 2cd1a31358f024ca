using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>Services. Source: <c>pkg/apis/core/validation</c>, <c>pkg/registry/core/service/strategy.go</c>.</summary>
internal sealed class ServiceRules : KindRules
{
    private static readonly string[] Types = ["ClusterIP", "ExternalName", "LoadBalancer", "NodePort"];
    private static readonly string[] Protocols = ["SCTP", "TCP", "UDP"];

    public override GroupResource Resource => new("", "services");

    public override void Default(JsonObject value)
    {
        foreach (var port in Ports(value))
        {
            port["targetPort"] ??= port["port"]?.DeepClone();
        }
    }

    public override void PrepareForCreate(JsonObject value) => value["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };

    /// <summary>An update that leaves out what was allocated keeps it; one that changes the type gives back what the new type does not have.</summary>
    public override void PrepareForUpdate(JsonObject value, JsonObject current, string subresource)
    {
        var (spec, before) = (value.Section("spec"), current.Section("spec"));
        var type = spec.Text("type") ?? "ClusterIP";
        if (type == "ExternalName")
        {
            foreach (var name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy", "internalTrafficPolicy"])
            {
                spec.Remove(name);
            }
        }
        else if (before.Text("type") != "ExternalName")
        {
            foreach (var name in (ReadOnlySpan<string>)["clusterIP", "clusterIPs"])
            {
                spec[name] ??= before[name]?.DeepClone();
            }
        }

        KeepNodePorts(spec, before, type);
        if (type != "LoadBalancer")
        {
            spec.Remove("allocateLoadBalancerNodePorts");
            spec.Remove("healthCheckNodePort");
            if (before.Text("type") == "LoadBalancer")
            {
                value["status"] = new JsonObject { ["loadBalancer"] = new JsonObject() };
            }
        }

        if (type is "ClusterIP" or "ExternalName")
        {
            spec.Remove("externalTrafficPolicy");
        }
    }

    public override void Validate(JsonObject value, JsonObject? current, List<FieldError> errors)
    {
        var spec = value.Section("spec");
        var type = spec.Text("type") ?? "";
        if (!Types.Contains(type))
        {
            errors.Add(FieldError.NotSupported("spec.type", type, Types));
        }

        if (type == "ExternalName" && spec.Text("externalName") is not { Length: > 0 })
        {
            errors.Add(FieldError.Required("spec.externalName"));
        }

        if (spec["ports"] is not JsonArray { Count: > 0 } && type != "ExternalName" && spec.Text("clusterIP") != "None")
        {
            errors.Add(FieldError.Required("spec.ports"));
        }

        ValidatePorts(value, errors);
        MetadataRules.Labels(spec["selector"] as JsonObject, "spec.selector", errors);
        if (spec.Text("sessionAffinity") is { } affinity && affinity is not ("None" or "ClientIP"))
        {
            errors.Add(FieldError.NotSupported("spec.sessionAffinity", affinity, "ClientIP", "None"));
        }

        if (current?.Text("spec", "clusterIP") is { Length: > 0 } address && type != "ExternalName" && spec.Text("clusterIP") is { Length: > 0 } now && now != address)
        {
            errors.Add(FieldError.Invalid("spec.clusterIPs[0]", new JsonArray(now), "may not change once set"));
        }
    }

    private static void ValidatePorts(JsonObject value, List<FieldError> errors)
    {
        var several = Ports(value).Count() > 1;
        var names = new HashSet<string>(StringComparer.Ordinal);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var index = 0;
        foreach (var port in Ports(value))
        {
            var field = $"spec.ports[{index++}]";
            var name = port.Text("name") ?? "";
            if (several && name.Length == 0)
            {
                errors.Add(FieldError.Required($"{field}.name"));
            }
            else if (name.Length > 0 && !names.Add(name))
            {
                errors.Add(FieldError.Duplicate($"{field}.name", name));
            }

            if (port.Number("port") is not (>= 1 and <= 65535))
            {
                errors.Add(FieldError.Invalid($"{field}.port", port["port"]?.DeepClone() ?? 0, "must be between 1 and 65535, inclusive"));
            }

            if (port.Text("protocol") is { } protocol && !Protocols.Contains(protocol))
            {
                errors.Add(FieldError.NotSupported($"{field}.protocol", protocol, Protocols));
            }

            if (!seen.Add($"{port.Number("port")}/{port.Text("protocol")}"))
            {
                errors.Add(FieldError.Duplicate(field, new JsonObject { ["port"] = port.Number("port"), ["protocol"] = port.Text("protocol") }));
            }
        }
    }

    private static void KeepNodePorts(JsonObject spec, JsonObject before, string type)
    {
        foreach (var port in (spec["ports"] as JsonArray ?? []).OfType<JsonObject>())
        {
            var former = (before["ports"] as JsonArray ?? []).OfType<JsonObject>().FirstOrDefault(one =>
                one.Number("port") == port.Number("port") && (one.Text("protocol") ?? "TCP") == (port.Text("protocol") ?? "TCP"));
            if (type is "ClusterIP" or "ExternalName")
            {
                if (port.Number("nodePort") == former.Number("nodePort"))
                {
                    port.Remove("nodePort");
                }
            }
            else if (former.Number("nodePort") is { } kept)
            {
                port["nodePort"] ??= kept;
            }
        }
    }

    private static IEnumerable<JsonObject> Ports(JsonObject value) => (value.At("spec", "ports") as JsonArray ?? []).OfType<JsonObject>();
}
