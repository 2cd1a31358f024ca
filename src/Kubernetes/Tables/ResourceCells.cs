using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Kubernetes;

/// <summary>The columns of everything but pods. Source: kubernetes/pkg/printers/internalversion/printers.go.</summary>
internal static class ResourceCells
{
    private const int MostEndpoints = 3;

    public static readonly Dictionary<string, Func<JsonObject, string, DateTimeOffset, JsonNode?>> Functions = new()
    {
        ["node-status"] = (node, _, _) => NodeStatus(node),
        ["node-roles"] = (node, _, _) => NodeRoles(node),
        ["node-address"] = (node, type, _) => TableCells.OrNone(List(node, "status", "addresses").FirstOrDefault(one => one.Text("type") == type).Text("address")),
        ["service-external"] = (service, _, _) => ServiceExternal(service),
        ["service-ports"] = (service, _, _) => ServicePorts(service),
        ["deployment-ready"] = (value, _, _) => $"{value.Number("status", "readyReplicas") ?? 0}/{value.Number("spec", "replicas") ?? 0}",
        ["job-status"] = (job, _, _) => JobStatus(job),
        ["job-completions"] = (job, _, _) => JobCompletions(job),
        ["job-duration"] = (job, _, now) => JobDuration(job, now),
        ["event-last"] = (value, _, now) => TableCells.Since(
            value.Text("series", "lastObservedTime") ?? value.Text("lastTimestamp") ?? value.Text("firstTimestamp") ?? value.Text("eventTime"), now),
        ["event-first"] = (value, _, now) => TableCells.Since(value.Text("firstTimestamp") ?? value.Text("eventTime"), now),
        ["event-object"] = (value, _, _) => $"{value.Text("involvedObject", "kind")?.ToLowerInvariant()}/{value.Text("involvedObject", "name")}",
        ["event-source"] = (value, _, _) => string.Join(", ", new[] { value.Text("source", "component") ?? value.Text("reportingComponent"), value.Text("source", "host") ?? value.Text("reportingInstance") }.Where(one => one is { Length: > 0 })),
        ["event-count"] = (value, _, _) => value.Number("series", "count") ?? value.Number("count") ?? 1,
        ["endpoints"] = (value, _, _) => Endpoints(value),
        ["slice-ports"] = (slice, _, _) => Short(List(slice, "ports").Select(port => $"{port.Number("port")}"), "<unset>"),
        ["slice-endpoints"] = (slice, _, _) => Short(List(slice, "endpoints").SelectMany(one => one.At("addresses") as JsonArray ?? []).Select(one => one.Text() ?? ""), "<unset>"),
        ["access-modes"] = (value, path, _) => string.Join(",", (TableCells.At(value, path) as JsonArray ?? []).Select(mode => AccessMode(mode.Text()))),
        ["claim"] = (volume, _, _) => volume.At("spec", "claimRef") is { } claim ? $"{claim.Text("namespace")}/{claim.Text("name")}" : "",
        ["class-name"] = (value, _, _) => value.Text("metadata", "annotations", "storageclass.kubernetes.io/is-default-class") == "true" ? $"{value.Name()} (default)" : value.Name(),
        ["role"] = (binding, _, _) => $"{binding.Text("roleRef", "kind")}/{binding.Text("roleRef", "name")}",
        ["subjects"] = (binding, kind, _) => string.Join(", ", List(binding, "subjects").Where(one => one.Text("kind") == kind)
            .Select(one => kind == "ServiceAccount" ? $"{one.Text("namespace")}/{one.Text("name")}" : one.Text("name"))),
        ["quota"] = (quota, side, _) => Quota(quota, side == "limits"),
        ["ingress-hosts"] = (ingress, _, _) => Hosts(ingress),
        ["ingress-address"] = (ingress, _, _) => string.Join(",", List(ingress, "status", "loadBalancer", "ingress").Select(one => one.Text("ip") ?? one.Text("hostname"))),
        ["ingress-ports"] = (ingress, _, _) => List(ingress, "spec", "tls").Count > 0 ? "80, 443" : "80",
        ["scale-reference"] = (value, _, _) => $"{value.Text("spec", "scaleTargetRef", "kind")}/{value.Text("spec", "scaleTargetRef", "name")}",
        ["scale-targets"] = (value, _, _) => ScaleTargets(value),
        ["csr-duration"] = (value, _, _) => value.Number("spec", "expirationSeconds") is { } seconds ? HumanDuration.Of(TimeSpan.FromSeconds(seconds)) : "<none>",
        ["csr-condition"] = (value, _, _) => List(value, "status", "conditions").Select(one => one.Text("type")).LastOrDefault() is { } type
            ? type + (value.Text("status", "certificate") is not null ? ",Issued" : "") : "Pending",
    };

    private static JsonArray List(JsonNode value, params ReadOnlySpan<string> path) => value.At(path) as JsonArray ?? [];

    private static string NodeStatus(JsonObject node)
    {
        var ready = List(node, "status", "conditions").FirstOrDefault(one => one.Text("type") == "Ready").Text("status");
        var status = ready switch { "True" => "Ready", null => "Unknown", _ => "NotReady" };
        return node.Flag("spec", "unschedulable") == true ? $"{status},SchedulingDisabled" : status;
    }

    private static string NodeRoles(JsonObject node)
    {
        const string Prefix = "node-role.kubernetes.io/";
        var roles = (node.At("metadata", "labels") as JsonObject ?? [])
            .Select(label => label.Key.StartsWith(Prefix, StringComparison.Ordinal) ? label.Key[Prefix.Length..] : label.Key == "kubernetes.io/role" ? label.Value.Text() : null)
            .Where(role => role is { Length: > 0 })
            .Distinct()
            .Order(StringComparer.Ordinal)
            .ToList();
        return roles.Count == 0 ? "<none>" : string.Join(",", roles);
    }

    private static string ServiceExternal(JsonObject service)
    {
        var own = List(service, "spec", "externalIPs").Select(one => one.Text());
        switch (service.Text("spec", "type"))
        {
            case "ExternalName":
                return service.Text("spec", "externalName") ?? "";
            case "LoadBalancer":
                var given = List(service, "status", "loadBalancer", "ingress").Select(one => one.Text("ip") ?? one.Text("hostname")).Concat(own).ToList();
                return given.Count == 0 ? "<pending>" : string.Join(",", given);
            default:
                return TableCells.OrNone(string.Join(",", own));
        }
    }

    private static string ServicePorts(JsonObject service)
    {
        var ports = List(service, "spec", "ports").Select(port =>
            port.Number("nodePort") is { } node and > 0 ? $"{port.Number("port")}:{node}/{port.Text("protocol")}" : $"{port.Number("port")}/{port.Text("protocol")}");
        return TableCells.OrNone(string.Join(",", ports));
    }

    private static string JobStatus(JsonObject job)
    {
        bool Is(string type) => List(job, "status", "conditions").Any(one => one.Text("type") == type && one.Text("status") == "True");
        return Is("Complete") ? "Complete"
            : Is("Failed") ? "Failed"
            : job.IsDeleting() ? "Terminating"
            : Is("Suspended") ? "Suspended"
            : Is("FailureTarget") ? "FailureTarget"
            : Is("SuccessCriteriaMet") ? "SuccessCriteriaMet"
            : "Running";
    }

    private static string JobCompletions(JsonObject job)
    {
        var done = job.Number("status", "succeeded") ?? 0;
        return job.Number("spec", "completions") is { } wanted ? $"{done}/{wanted}"
            : job.Number("spec", "parallelism") is { } lanes and > 1 ? $"{done}/1 of {lanes}"
            : $"{done}/1";
    }

    private static string JobDuration(JsonObject job, DateTimeOffset now)
    {
        if (job.Text("status", "startTime") is not { } start)
        {
            return "";
        }

        var end = job.Text("status", "completionTime") is { } done ? DateTimeOffset.Parse(done, System.Globalization.CultureInfo.InvariantCulture) : now;
        return TableCells.Since(start, end);
    }

    private static string Endpoints(JsonObject value)
    {
        var all = List(value, "subsets").SelectMany(subset => List(subset!, "ports") is { Count: > 0 } ports
            ? ports.SelectMany(port => List(subset!, "addresses").Select(one => $"{one.Text("ip")}:{port.Number("port")}"))
            : List(subset!, "addresses").Select(one => one.Text("ip") ?? ""));
        return Short(all, "<none>");
    }

    private static string Short(IEnumerable<string> all, string none)
    {
        var texts = all.ToList();
        if (texts.Count == 0)
        {
            return none;
        }

        var shown = string.Join(",", texts.Take(MostEndpoints));
        return texts.Count > MostEndpoints ? $"{shown} + {texts.Count - MostEndpoints} more..." : shown;
    }

    private static string AccessMode(string? mode) => mode switch
    {
        "ReadWriteOnce" => "RWO",
        "ReadOnlyMany" => "ROX",
        "ReadWriteMany" => "RWX",
        "ReadWriteOncePod" => "RWOP",
        _ => mode ?? "",
    };

    private static string Quota(JsonObject quota, bool limits)
    {
        var hard = quota.At("status", "hard") as JsonObject ?? [];
        var parts = hard.Where(pair => pair.Key.StartsWith("limits", StringComparison.Ordinal) == limits).OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => $"{pair.Key}: {quota.Text("status", "used", pair.Key)}/{pair.Value.Text()}");
        return string.Join(", ", parts);
    }

    private static string Hosts(JsonObject ingress)
    {
        var hosts = List(ingress, "spec", "rules").Select(rule => rule.Text("host") is { Length: > 0 } host ? host : "*").ToList();
        return hosts.Count == 0 ? "*" : Short(hosts, "*");
    }

    private static string ScaleTargets(JsonObject value)
    {
        var current = List(value, "status", "currentMetrics");
        var parts = List(value, "spec", "metrics").Select((metric, index) =>
        {
            var name = metric.Text("resource", "name");
            var now = current.Count > index ? current[index].Number("resource", "current", "averageUtilization") : null;
            return $"{name}: {(now is null ? "<unknown>" : $"{now}%")}/{metric.Number("resource", "target", "averageUtilization")}%";
        });
        return TableCells.OrNone(string.Join(", ", parts));
    }
}
