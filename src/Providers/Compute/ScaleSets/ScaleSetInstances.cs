using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.Compute;

/// <summary>What a new instance of a scale set looks like.</summary>
internal static class ScaleSetInstances
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>A machine's name: the scale set's prefix and six digits in base 36.</summary>
    public static string ComputerName(string prefix, int number)
    {
        Span<char> text = stackalloc char[6];
        for (var i = 5; i >= 0; i--, number /= 36)
        {
            text[i] = Digits[number % 36];
        }

        return $"{prefix}{text}";
    }

    /// <summary>A new instance as it is stored.</summary>
    public static JsonObject Create(ResourceId id, JsonObject scaleSet, int number)
    {
        var profile = scaleSet.At("properties", "virtualMachineProfile");
        var prefix = profile.Text("osProfile", "computerNamePrefix") ?? scaleSet.Text("name")!;
        return new JsonObject
        {
            ["name"] = $"{scaleSet.Text("name")}_{number}",
            ["id"] = id.Text,
            ["type"] = id.Type.FullName,
            ["location"] = scaleSet.Text("location"),
            ["tags"] = scaleSet["tags"]?.DeepClone(),
            ["instanceId"] = id.Name,
            ["sku"] = new JsonObject { ["name"] = scaleSet.Text("sku", "name"), ["tier"] = scaleSet.Text("sku", "tier") ?? "Standard" },
            ["identity"] = scaleSet["identity"]?.DeepClone(),
            ["properties"] = new JsonObject
            {
                ["latestModelApplied"] = true,
                ["vmId"] = Guid.NewGuid().ToString(),
                ["provisioningState"] = "Succeeded",
                ["osProfile"] = new JsonObject { ["computerName"] = ComputerName(prefix, number).ToLowerInvariant() },
                ["storageProfile"] = profile.At("storageProfile")?.DeepClone(),
                ["networkProfile"] = InstanceNetwork.Profile(id, scaleSet),
                ["networkProfileConfiguration"] = profile.At("networkProfile")?.DeepClone(),
                ["hardwareProfile"] = new JsonObject { ["vmSize"] = scaleSet.Text("sku", "name") },
            },
        };
    }
}
