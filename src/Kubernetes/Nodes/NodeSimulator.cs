using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Kubernetes;

/// <summary>Simulated nodes: registered here; what they do over time is done by the controllers <c>node-heartbeat</c> and <c>simulated-kubelet</c>.</summary>
/// <param name="time">Verditer's clock.</param>
public sealed class NodeSimulator(TimeProvider time, ILoggerFactory? loggers = null) : INodes
{
    private readonly NodeRegistration _registration = new(time);

    /// <inheritdoc/>
    public Task EnsureAsync(IObjectClient api, ClusterFacts cluster, NodeSpec node, CancellationToken cancellationToken) =>
        _registration.EnsureAsync(api, node, NodeSystem.Simulated, null, cancellationToken);

    /// <inheritdoc/>
    public Task RemoveAsync(IObjectClient api, ClusterFacts cluster, string nodeName, CancellationToken cancellationToken) =>
        NodeRegistration.RemoveAsync(api, nodeName, cancellationToken);

    /// <inheritdoc/>
    public IReadOnlyList<IClusterController> ControllersFor(ClusterFacts cluster)
    {
        var services = new ControllerServices(cluster, time, (loggers ?? NullLoggerFactory.Instance).CreateLogger("Verditer.Kubernetes.Controllers"));
        return [new NodeHeartbeatController(services), new SimulatedKubelet(services)];
    }
}
