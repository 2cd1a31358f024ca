using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Containers;

/// <summary>How pods of a node get their addresses: plug-ins bridge, host-local and portmap. Source: https://www.cni.dev/plugins/current/</summary>
internal static class NetworkConfiguration
{
    public const string PodBridge = "cbr0";

    public static void Write(NodePaths paths, Ipv4Prefix podCidr)
    {
        Directory.CreateDirectory(paths.NetworkConfigurationFolder);
        Directory.CreateDirectory(paths.NetworkDataFolder);
        var path = Path.Combine(paths.NetworkConfigurationFolder, "10-verditer.conflist");
        var text = Json.ToText(Describe(paths, podCidr));
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            // containerd watches the folder, and heeds what is written into a file there: not one that is moved there.
            File.WriteAllText(path, text);
        }
    }

    private static JsonObject Describe(NodePaths paths, Ipv4Prefix podCidr) => new()
    {
        ["cniVersion"] = "0.4.0",
        ["name"] = "verditer",
        ["plugins"] = new JsonArray(
            new JsonObject
            {
                ["type"] = "bridge",
                ["bridge"] = PodBridge,
                ["isGateway"] = true,
                ["ipMasq"] = false,
                ["hairpinMode"] = true,
                ["ipam"] = new JsonObject
                {
                    ["type"] = "host-local",
                    ["dataDir"] = paths.NetworkDataFolder,
                    ["ranges"] = new JsonArray(new JsonArray(new JsonObject { ["subnet"] = podCidr.ToString() })),
                    ["routes"] = new JsonArray(new JsonObject { ["dst"] = "0.0.0.0/0" }),
                },
            },
            new JsonObject { ["type"] = "portmap", ["capabilities"] = new JsonObject { ["portMappings"] = true }, ["snat"] = true }),
    };
}
