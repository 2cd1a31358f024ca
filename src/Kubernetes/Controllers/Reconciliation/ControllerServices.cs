using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.Kubernetes.Controllers;

/// <summary>What all controllers of one cluster share.</summary>
/// <param name="Time">Verditer's clock.</param>
internal sealed record ControllerServices(ClusterFacts Cluster, TimeProvider Time, ILogger Logger)
{
    /// <summary>The host's clock, for what a move of Verditer's must not disturb.</summary>
    public TimeProvider HostTime => Time is VerditerClock clock ? clock.Host : Time;
}
