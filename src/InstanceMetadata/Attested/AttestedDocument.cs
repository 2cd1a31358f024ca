using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>What is attested of a machine.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service#attested-data</remarks>
internal static class AttestedDocument
{
    private static readonly TimeSpan Life = TimeSpan.FromHours(6);

    /// <param name="nonce">The client's; null for the time in its place.</param>
    public static JsonObject Create(MachineFacts machine, string? nonce, DateTimeOffset now) => new()
    {
        ["licenseType"] = machine.Profile("licenseType"),
        ["nonce"] = nonce ?? now.UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture),
        ["plan"] = new JsonObject
        {
            ["name"] = MachineFacts.Text(machine.ScaleSet.At("plan", "name")),
            ["product"] = MachineFacts.Text(machine.ScaleSet.At("plan", "product")),
            ["publisher"] = MachineFacts.Text(machine.ScaleSet.At("plan", "publisher")),
        },
        ["sku"] = machine.Profile("storageProfile", "imageReference", "sku"),
        ["subscriptionId"] = machine.Compute.SubscriptionId,
        ["timeStamp"] = new JsonObject { ["createdOn"] = Text(now), ["expiresOn"] = Text(now + Life) },
        ["vmId"] = machine.Compute.VmId,
    };

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("MM/dd/yy HH:mm:ss -0000", CultureInfo.InvariantCulture);
}
