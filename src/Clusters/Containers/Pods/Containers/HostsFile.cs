using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers;

/// <summary>A pod's /etc/hosts. Source: Kubernetes documentation, "Adding entries to Pod /etc/hosts with HostAliases".</summary>
internal static class HostsFile
{
    public static void Write(string path, JsonObject pod)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Describe(pod));
        File.SetUnixFileMode(path, (UnixFileMode)0b110_100_100);
    }

    internal static string Describe(JsonObject pod)
    {
        var text = new StringBuilder("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\nfe00::\tip6-localnet\nfe00::1\tip6-allnodes\nfe00::2\tip6-allrouters\n");
        var name = SandboxConfiguration.HostName(pod);
        var full = pod.Text("spec", "subdomain") is { Length: > 0 } domain ? $"{name}.{domain}.{pod.Namespace()}.svc.cluster.local\t{name}" : name;
        foreach (var address in pod.Items("status", "podIPs"))
        {
            text.Append(address.Text("ip")).Append('\t').Append(full).Append('\n');
        }

        var aliases = pod.Items("spec", "hostAliases").ToList();
        if (aliases.Count > 0)
        {
            text.Append("\n# Entries added by HostAliases.\n");
            foreach (var alias in aliases)
            {
                text.Append(alias.Text("ip")).Append('\t').AppendJoin('\t', alias.Texts("hostnames")).Append('\n');
            }
        }

        return text.ToString();
    }
}
