namespace Verditer.Core;

/// <summary>
/// Opens and closes instance metadata listeners. The listener alone decides whose identities are served; nothing in a request does.
/// Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
/// </summary>
public interface IMetadataListeners
{
    /// <summary>Opens the machine's listener on a Unix socket of mode 0600 and returns its path. Repeated: returns the same path.</summary>
    Task<string> OpenAsync(MetadataMachine machine, CancellationToken cancellationToken = default);

    Task CloseAsync(string machineName, CancellationToken cancellationToken = default);

    /// <summary>Path of the socket of the node with this name, or null.</summary>
    string? FindNodeSocket(string nodeName);

    /// <summary>
    /// The listener of a node by its name, or of a virtual machine or an instance of a scale set by its resource id: that one is opened where it is not open. Null when
    /// there is no such machine.
    /// </summary>
    ValueTask<MetadataSocket?> FindMachineAsync(string nameOrResourceId, CancellationToken cancellationToken = default) =>
        new(FindNodeSocket(nameOrResourceId) is { } path ? new MetadataSocket(path, "") : null);
}

/// <param name="Path">Of the Unix socket.</param>
/// <param name="IdentityHeader">The secret that App Service's protocol asks for at this listener.</param>
public sealed record MetadataSocket(string Path, string IdentityHeader)
{
    public override string ToString() => $"MetadataSocket({Path})";
}

/// <param name="Name">Unique: the node's name, or <c>control-plane-{cluster key}</c>.</param>
/// <param name="OwnerResourceId">Whose <c>identity</c> section is served: the scale set for a node, the managed cluster for a control plane.</param>
/// <param name="Compute">What <c>/metadata/instance/compute</c> tells; null for a control plane, which has no such document.</param>
public sealed record MetadataMachine(string Name, string OwnerResourceId, MetadataCompute? Compute);

/// <summary>The parts of the compute document that differ from machine to machine.</summary>
public sealed record MetadataCompute(
    string SubscriptionId,
    string ResourceGroupName,
    string Location,
    string Name,
    string VmId,
    string VmSize,
    string ScaleSetName,
    string ResourceId,
    string PrivateIp,
    string SubnetPrefix)
{
    /// <summary>The host name; null where it is the machine's name.</summary>
    public string? ComputerName { get; init; }
}
