using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>
/// What machines and disks refer to, and the right that their writer needs on it.
/// Source: https://learn.microsoft.com/azure/role-based-access-control/permissions/compute and
/// https://learn.microsoft.com/azure/virtual-machines/attach-managed-disk-portal
/// </summary>
internal static class ComputeLinks
{
    public const string WriteDisk = "Microsoft.Compute/disks/write";

    private const string ReadOfIt = "{type}/read";
    private const string ReadEncryptionSet = "Microsoft.Compute/diskEncryptionSets/read";
    private const string JoinSubnet = "Microsoft.Network/virtualNetworks/subnets/join/action";
    private const string JoinSecurityGroup = "Microsoft.Network/networkSecurityGroups/join/action";
    private const string NewInterfaces = "properties.networkProfile.networkInterfaceConfigurations.*.properties.";
    private const string InterfacesOfInstance = "properties.networkProfileConfiguration.networkInterfaceConfigurations.*.properties.";
    private const string Regions = "properties.publishingProfile.targetRegions.*.encryption.";

    public static IReadOnlyList<LinkedProperty> OfVirtualMachines { get; } =
    [
        new("properties.networkProfile.networkInterfaces.*.id", "Microsoft.Network/networkInterfaces/join/action"),
        new(NewInterfaces + "ipConfigurations.*.properties.subnet.id", JoinSubnet),
        new(NewInterfaces + "networkSecurityGroup.id", JoinSecurityGroup),
        new("properties.storageProfile.osDisk.managedDisk.id", WriteDisk),
        new("properties.storageProfile.dataDisks.*.managedDisk.id", WriteDisk),
        .. OfStorage("properties.storageProfile."),
        new("properties.proximityPlacementGroup.id", "Microsoft.Compute/proximityPlacementGroups/write"),
    ];

    public static IReadOnlyList<LinkedProperty> OfInstances { get; } =
    [
        new(InterfacesOfInstance + "ipConfigurations.*.properties.subnet.id", JoinSubnet),
        new(InterfacesOfInstance + "networkSecurityGroup.id", JoinSecurityGroup),
        new(InterfacesOfInstance + "ipConfigurations.*.properties.loadBalancerBackendAddressPools.*.id", "Microsoft.Network/loadBalancers/backendAddressPools/join/action"),
        new("properties.storageProfile.dataDisks.*.managedDisk.id", WriteDisk),
        .. OfStorage("properties.storageProfile."),
    ];

    /// <remarks>That a disk access must be readable is believed.</remarks>
    public static IReadOnlyList<LinkedProperty> OfDisks { get; } =
    [
        new("properties.encryption.diskEncryptionSetId", ReadEncryptionSet),
        new("properties.securityProfile.secureVMDiskEncryptionSetId", ReadEncryptionSet),
        new("properties.diskAccessId", "Microsoft.Compute/diskAccesses/read"),
        new("properties.creationData.sourceResourceId", ReadOfIt),
        new("properties.creationData.imageReference.id", ReadOfIt),
        new("properties.creationData.galleryImageReference.id", ReadOfIt),
    ];

    /// <summary>A row for each type that is stored only.</summary>
    public static IReadOnlyDictionary<ResourceType, IReadOnlyList<LinkedProperty>> OfStoredTypes { get; } = new Dictionary<ResourceType, IReadOnlyList<LinkedProperty>>
    {
        [Of("images")] =
        [
            new("properties.sourceVirtualMachine.id", ReadOfIt),
            .. OfImageDisk("properties.storageProfile.osDisk."),
            .. OfImageDisk("properties.storageProfile.dataDisks.*."),
        ],
        [Of("galleries/images/versions")] =
        [
            new("properties.storageProfile.source.id", ReadOfIt),
            new("properties.storageProfile.osDiskImage.source.id", ReadOfIt),
            new("properties.storageProfile.dataDiskImages.*.source.id", ReadOfIt),
            new(Regions + "osDiskImage.diskEncryptionSetId", ReadEncryptionSet),
            new(Regions + "dataDiskImages.*.diskEncryptionSetId", ReadEncryptionSet),
        ],
    };

    /// <summary>The image that a machine is made from, and what its disks are encrypted with.</summary>
    /// <param name="profile">Where the storage profile is, with a period at the end.</param>
    public static IReadOnlyList<LinkedProperty> OfStorage(string profile) =>
    [
        new(profile + "imageReference.id", ReadOfIt),
        .. OfEncryption(profile + "osDisk.managedDisk."),
        .. OfEncryption(profile + "dataDisks.*.managedDisk."),
    ];

    private static IReadOnlyList<LinkedProperty> OfEncryption(string managedDisk) =>
    [
        new(managedDisk + "diskEncryptionSet.id", ReadEncryptionSet),
        new(managedDisk + "securityProfile.diskEncryptionSet.id", ReadEncryptionSet),
    ];

    private static IReadOnlyList<LinkedProperty> OfImageDisk(string disk) =>
    [
        new(disk + "managedDisk.id", ReadOfIt),
        new(disk + "snapshot.id", ReadOfIt),
        new(disk + "diskEncryptionSet.id", ReadEncryptionSet),
    ];

    private static ResourceType Of(string path) => new("Microsoft.Compute", path);
}
