using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>
/// What machines refer to, and the right that their writer needs on it.
/// Source: https://learn.microsoft.com/azure/role-based-access-control/permissions/compute and
/// https://learn.microsoft.com/azure/virtual-machines/attach-managed-disk-portal
/// </summary>
internal static class ComputeLinks
{
    public const string WriteDisk = "Microsoft.Compute/disks/write";
    public const string ReadEncryptionSet = "Microsoft.Compute/diskEncryptionSets/read";

    private const string NewInterfaces = "properties.networkProfile.networkInterfaceConfigurations.*.properties.";

    public static IReadOnlyList<LinkedProperty> OfVirtualMachines { get; } =
    [
        new("properties.networkProfile.networkInterfaces.*.id", "Microsoft.Network/networkInterfaces/join/action"),
        new(NewInterfaces + "ipConfigurations.*.properties.subnet.id", "Microsoft.Network/virtualNetworks/subnets/join/action"),
        new(NewInterfaces + "networkSecurityGroup.id", "Microsoft.Network/networkSecurityGroups/join/action"),
        new("properties.storageProfile.osDisk.managedDisk.id", WriteDisk),
        new("properties.storageProfile.dataDisks.*.managedDisk.id", WriteDisk),
        new("properties.storageProfile.osDisk.managedDisk.diskEncryptionSet.id", ReadEncryptionSet),
        new("properties.storageProfile.dataDisks.*.managedDisk.diskEncryptionSet.id", ReadEncryptionSet),
        new("properties.proximityPlacementGroup.id", "Microsoft.Compute/proximityPlacementGroups/write"),
    ];
}
