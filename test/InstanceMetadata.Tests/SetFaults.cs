using Verditer.Core;

namespace Verditer.InstanceMetadata.Tests;

/// <summary>The fault that a test asks for: tokens of a node's identities are throttled.</summary>
internal sealed class SetFaults : IFaults
{
    public event Action? Changed
    {
        add { }
        remove { }
    }

    public TimeSpan? Throttled { get; set; }

    public DateTimeOffset? SeenFrom(FaultKind kind, DateTimeOffset made, string? scope = null, string? principal = null) => null;

    public TimeSpan? Refuse(FaultKind kind, string? scope = null, string? principal = null) =>
        kind == FaultKind.ImdsThrottle && scope == TestMachines.ScaleSet ? Throttled : null;
}
