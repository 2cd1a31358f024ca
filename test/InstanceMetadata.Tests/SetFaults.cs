using Verditer.Core;

namespace Verditer.InstanceMetadata.Tests;

/// <summary>The fault that a test wants.</summary>
internal sealed class SetFaults : IMetadataFaults
{
    public MetadataFault? Fault { get; set; }

    public MetadataFault? Find(MetadataMachine machine) => machine.Name == TestMachines.NodeName ? Fault : null;
}
