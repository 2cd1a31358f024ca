using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.Compute;

/// <summary>The instances of a scale set: resources of their own, added with rising numbers, taken away from the newest.</summary>
internal static class ScaleSetInstances
{
    private const string Digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>Adds the writes that bring the instances to the capacity; those that stay take the scale set's new profile.</summary>
    public static void Scale(WriteBatch batch, ResourceId scaleSet, JsonObject body, IReadOnlyList<StoredResource> instances, int capacity)
    {
        var kept = instances.OrderBy(Number).Take(capacity).ToList();
        foreach (var gone in instances.OrderBy(Number).Skip(capacity))
        {
            ResourceStore.Remove(batch, gone.Id);
        }

        var next = instances.Count == 0 ? 0 : instances.Max(Number) + 1;
        for (var i = kept.Count; i < capacity; i++, next++)
        {
            var id = Id(scaleSet, next);
            batch.Put(StoredResource.Collection, id.Key, Json.ToBytes(Instance(id, body, next)));
        }
    }

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

    private static ResourceId Id(ResourceId scaleSet, int number) =>
        scaleSet.Child("virtualMachines", number.ToString(CultureInfo.InvariantCulture));

    private static int Number(StoredResource instance) => int.Parse(instance.Id.Name, CultureInfo.InvariantCulture);

    private static JsonObject Instance(ResourceId id, JsonObject scaleSet, int number)
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
                ["networkProfileConfiguration"] = profile.At("networkProfile")?.DeepClone(),
                ["hardwareProfile"] = new JsonObject { ["vmSize"] = scaleSet.Text("sku", "name") },
            },
        };
    }
}
