using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>One field of the compute document.</summary>
/// <param name="Path">Property names, joined by <c>/</c>.</param>
/// <param name="Since">The api-version that it came with.</param>
internal sealed record ComputeField(string Path, string Since, Func<MachineFacts, JsonNode> Value);

/// <summary>The compute document, field by field. What a machine does not have is an empty string, as in Azure.</summary>
/// <remarks>Source: the schema of https://learn.microsoft.com/azure/virtual-machines/instance-metadata-service#instance-metadata</remarks>
internal static class ComputeFields
{
    private const string First = "2017-03-01";
    private const string StorageSince = "2019-06-01";

    public static readonly IReadOnlyList<ComputeField> All =
    [
        Text("additionalCapabilities/hibernationEnabled", "2021-11-01", _ => "false"),
        Text("azEnvironment", "2018-10-01", _ => "AzurePublicCloud"),
        Text("customData", "2019-02-01", _ => ""),
        Text("evictionPolicy", "2020-12-01", m => m.Profile("evictionPolicy")),
        Text("extendedLocation/name", "2021-03-01", _ => ""),
        Text("extendedLocation/type", "2021-03-01", _ => ""),
        Text("host/id", "2021-11-15", _ => ""),
        Text("hostGroup/id", "2021-11-15", _ => ""),
        Text("isHostCompatibilityLayerVm", "2020-06-01", _ => "false"),
        Text("licenseType", "2020-09-01", m => m.Profile("licenseType")),
        Text("location", First, m => m.Compute.Location),
        Text("name", First, m => m.Compute.Name),
        Text("offer", First, m => m.Profile("storageProfile", "imageReference", "offer")),
        Text("osProfile/adminUsername", "2020-07-15", m => m.Profile("osProfile", "adminUsername")),
        Text("osProfile/computerName", "2020-07-15", m => m.ComputerName),
        Text("osProfile/disablePasswordAuthentication", "2020-10-01", m => m.Profile("osProfile", "linuxConfiguration", "disablePasswordAuthentication")),
        Text("osType", First, OsType),
        Text("physicalZone", "2023-11-15", _ => ""),
        Text("placementGroupId", "2017-08-01", _ => ""),
        Text("plan/name", "2018-04-02", m => MachineFacts.Text(m.ScaleSet.At("plan", "name"))),
        Text("plan/product", "2018-04-02", m => MachineFacts.Text(m.ScaleSet.At("plan", "product"))),
        Text("plan/publisher", "2018-04-02", m => MachineFacts.Text(m.ScaleSet.At("plan", "publisher"))),
        Text("platformFaultDomain", First, _ => "0"),
        Text("platformSubFaultDomain", "2021-10-01", _ => ""),
        Text("platformUpdateDomain", First, _ => "0"),
        Text("priority", "2020-12-01", m => m.Profile("priority")),
        Text("provider", "2018-10-01", _ => "Microsoft.Compute"),
        new("publicKeys", "2018-04-02", PublicKeys),
        Text("publisher", First, m => m.Profile("storageProfile", "imageReference", "publisher")),
        Text("resourceGroupName", "2017-08-01", m => m.Compute.ResourceGroupName),
        Text("resourceId", "2019-03-11", m => m.Compute.ResourceId),
        Text("securityProfile/encryptionAtHost", "2021-11-01", m => Flag(m, "securityProfile", "encryptionAtHost")),
        Text("securityProfile/secureBootEnabled", "2020-06-01", m => Flag(m, "securityProfile", "uefiSettings", "secureBootEnabled")),
        Text("securityProfile/securityType", "2021-12-13", m => m.Profile("securityProfile", "securityType")),
        Text("securityProfile/virtualTpmEnabled", "2020-06-01", m => Flag(m, "securityProfile", "uefiSettings", "vTpmEnabled")),
        Text("sku", First, m => m.Profile("storageProfile", "imageReference", "sku")),
        new("storageProfile/dataDisks", StorageSince, _ => new JsonArray()),
        Text("storageProfile/imageReference/id", StorageSince, m => m.Profile("storageProfile", "imageReference", "id")),
        Text("storageProfile/imageReference/offer", StorageSince, m => m.Profile("storageProfile", "imageReference", "offer")),
        Text("storageProfile/imageReference/publisher", StorageSince, m => m.Profile("storageProfile", "imageReference", "publisher")),
        Text("storageProfile/imageReference/sku", StorageSince, m => m.Profile("storageProfile", "imageReference", "sku")),
        Text("storageProfile/imageReference/version", StorageSince, m => m.Profile("storageProfile", "imageReference", "version")),
        Text("storageProfile/osDisk/caching", StorageSince, m => m.Profile("storageProfile", "osDisk", "caching")),
        Text("storageProfile/osDisk/createOption", StorageSince, m => m.Profile("storageProfile", "osDisk", "createOption")),
        Text("storageProfile/osDisk/diffDiskSettings/option", StorageSince, m => m.Profile("storageProfile", "osDisk", "diffDiskSettings", "option")),
        Text("storageProfile/osDisk/diskSizeGB", StorageSince, m => m.Profile("storageProfile", "osDisk", "diskSizeGB")),
        Text("storageProfile/osDisk/encryptionSettings/enabled", StorageSince, _ => "false"),
        Text("storageProfile/osDisk/image/uri", StorageSince, _ => ""),
        Text("storageProfile/osDisk/managedDisk/id", StorageSince, _ => ""),
        Text("storageProfile/osDisk/managedDisk/storageAccountType", StorageSince, m => m.Profile("storageProfile", "osDisk", "managedDisk", "storageAccountType")),
        Text("storageProfile/osDisk/name", StorageSince, _ => ""),
        Text("storageProfile/osDisk/osType", StorageSince, OsType),
        Text("storageProfile/osDisk/vhd/uri", StorageSince, _ => ""),
        Text("storageProfile/osDisk/writeAcceleratorEnabled", StorageSince, m => Flag(m, "storageProfile", "osDisk", "writeAcceleratorEnabled")),
        Text("storageProfile/resourceDisk/size", "2021-02-01", _ => "0"),
        Text("subscriptionId", "2017-08-01", m => m.Compute.SubscriptionId),
        Text("tags", "2017-08-01", m => string.Join(';', m.Tags.Select(tag => $"{tag.Key}:{tag.Value}"))),
        new("tagsList", "2019-06-04", TagsList),
        Text("userData", "2021-01-01", m => m.Profile("userData")),
        Text("version", First, m => m.Profile("storageProfile", "imageReference", "version")),
        Text("virtualMachineScaleSet/id", "2021-03-01", _ => ""),
        Text("vmId", First, m => m.Compute.VmId),
        Text("vmScaleSetName", "2017-12-01", m => m.Compute.ScaleSetName),
        Text("vmSize", First, m => m.Compute.VmSize),
        Text("zone", "2017-12-01", m => MachineFacts.Text((m.ScaleSet?["zones"] as JsonArray)?.FirstOrDefault())),
    ];

    private static ComputeField Text(string path, string since, Func<MachineFacts, string> value) => new(path, since, m => JsonValue.Create(value(m)));

    private static string OsType(MachineFacts machine) =>
        machine.Profile("storageProfile", "osDisk", "osType") is { Length: > 0 } stated ? stated : "Linux";

    private static string Flag(MachineFacts machine, params ReadOnlySpan<string> path) =>
        machine.Profile(path) is { Length: > 0 } stated ? stated : "false";

    private static JsonNode PublicKeys(MachineFacts machine) => new JsonArray([.. Keys(machine).Select(key => new JsonObject
    {
        ["keyData"] = MachineFacts.Text(key.At("keyData")),
        ["path"] = MachineFacts.Text(key.At("path")),
    })]);

    private static IEnumerable<JsonNode?> Keys(MachineFacts machine) =>
        machine.ProfileNode("osProfile", "linuxConfiguration", "ssh", "publicKeys") as JsonArray ?? [];

    private static JsonNode TagsList(MachineFacts machine) =>
        new JsonArray([.. machine.Tags.Select(tag => new JsonObject { ["name"] = tag.Key, ["value"] = tag.Value })]);
}
