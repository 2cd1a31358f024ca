using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>What a machine is told about itself, at one api-version.</summary>
internal static class InstanceDocument
{
    /// <summary>The first half of the hardware addresses that Azure gives.</summary>
    private const string AddressPrefix = "000D3A";

    public static JsonObject Build(MachineFacts machine, string apiVersion) => new()
    {
        ["compute"] = Compute(machine, apiVersion),
        ["network"] = Network(machine.Compute),
    };

    private static JsonObject Compute(MachineFacts machine, string apiVersion)
    {
        var compute = new JsonObject();
        foreach (var field in ComputeFields.All.Where(field => ApiVersions.Includes(apiVersion, field.Since)))
        {
            var names = field.Path.Split('/');
            var holder = names[..^1].Aggregate(compute, (section, name) => section.Section(name));
            holder[names[^1]] = field.Value(machine);
        }

        return compute;
    }

    private static JsonObject Network(MetadataCompute machine)
    {
        var slash = machine.SubnetPrefix.IndexOf('/');
        var (address, prefix) = slash < 0 ? (machine.SubnetPrefix, "") : (machine.SubnetPrefix[..slash], machine.SubnetPrefix[(slash + 1)..]);
        return new()
        {
            ["interface"] = new JsonArray(new JsonObject
            {
                ["ipv4"] = new JsonObject
                {
                    ["ipAddress"] = new JsonArray(new JsonObject { ["privateIpAddress"] = machine.PrivateIp, ["publicIpAddress"] = "" }),
                    ["subnet"] = new JsonArray(new JsonObject { ["address"] = address, ["prefix"] = prefix }),
                },
                ["ipv6"] = new JsonObject { ["ipAddress"] = new JsonArray() },
                ["macAddress"] = AddressPrefix + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(machine.VmId)).AsSpan(0, 3)),
            }),
        };
    }
}
