using System.Text.Json.Nodes;
using Verditer.Clusters.Containers.Cri;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>What the runtime is told of a pod.</summary>
internal static class SandboxConfiguration
{
    private const int LongestHostName = 63;

    public static PodSandboxConfig Of(ClusterFacts cluster, NodeMachine machine, JsonObject pod, uint attempt)
    {
        var config = new PodSandboxConfig
        {
            Metadata = new() { Name = pod.Name(), Namespace = pod.Namespace() ?? "", Uid = pod.Uid(), Attempt = attempt },
            Hostname = pod.Flag("spec", "hostNetwork") == true ? "" : HostName(pod),
            LogDirectory = PodPaths.Of(machine.Paths, pod).LogFolder,
            DnsConfig = Dns(cluster, pod),
            Linux = new() { CgroupParent = $"{machine.ControlGroup}/pod{pod.Uid()}", SecurityContext = SecurityContexts.OfSandbox(pod) },
        };
        PodLabels.Set(config.Labels, pod);
        foreach (var sysctl in pod.Items("spec", "securityContext", "sysctls"))
        {
            config.Linux.Sysctls[sysctl.Text("name") ?? ""] = sysctl.Text("value") ?? "";
        }

        if (pod.Flag("spec", "hostNetwork") != true)
        {
            config.PortMappings.Add(pod.Containers().SelectMany(container => container.Items("ports")).Where(port => port.Number("hostPort") > 0).Select(Mapping));
        }

        return config;
    }

    /// <summary>Where a pod looks for names. Source: Kubernetes documentation, "DNS for Services and Pods".</summary>
    internal static DnsConfig Dns(ClusterFacts cluster, JsonObject pod)
    {
        var dns = new DnsConfig();
        var policy = pod.Text("spec", "dnsPolicy") ?? "ClusterFirst";
        var ofCluster = policy == "ClusterFirstWithHostNet" || (policy == "ClusterFirst" && pod.Flag("spec", "hostNetwork") != true);
        if (policy == "None")
        {
            // Only what the pod itself says.
        }
        else if (ofCluster)
        {
            dns.Servers.Add(cluster.DnsServiceIp);
            dns.Searches.Add([$"{pod.Namespace()}.svc.cluster.local", "svc.cluster.local", "cluster.local"]);
            dns.Options.Add("ndots:5");
        }
        else
        {
            dns.Servers.Add(HostResolver.Servers());
        }

        var own = pod.At("spec", "dnsConfig");
        dns.Servers.Add(own.Texts("nameservers").Where(server => !dns.Servers.Contains(server)).ToList());
        dns.Searches.Add(own.Texts("searches").Where(name => !dns.Searches.Contains(name)).ToList());
        foreach (var option in own.Items("options"))
        {
            var text = option.Text("value") is { Length: > 0 } value ? $"{option.Text("name")}:{value}" : option.Text("name") ?? "";
            if (dns.Options.FirstOrDefault(known => known.Split(':')[0] == option.Text("name")) is { } former)
            {
                dns.Options.Remove(former);
            }

            dns.Options.Add(text);
        }

        return dns;
    }

    internal static string HostName(JsonObject pod)
    {
        var name = pod.Text("spec", "hostname") is { Length: > 0 } own ? own : pod.Name();
        return name.Length <= LongestHostName ? name : name[..LongestHostName].TrimEnd('-', '.');
    }

    private static PortMapping Mapping(JsonObject port) => new()
    {
        Protocol = port.Text("protocol") switch { "UDP" => Protocol.Udp, "SCTP" => Protocol.Sctp, _ => Protocol.Tcp },
        ContainerPort = port.Number("containerPort") ?? 0,
        HostPort = port.Number("hostPort") ?? 0,
        HostIp = port.Text("hostIP") ?? "",
    };
}
