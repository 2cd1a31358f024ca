using Microsoft.Extensions.Logging;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Kubernetes;

/// <summary>The controllers that every cluster runs, those of its nodes among them.</summary>
/// <param name="time">Verditer's clock.</param>
/// <param name="nodes">Null for simulated ones.</param>
public sealed class ControllerSet(TimeProvider time, ILoggerFactory loggers, INodes? nodes = null) : IControllerSet
{
    private static readonly Func<ControllerServices, Controller>[] All =
    [
        services => new DeploymentController(services),
        ReplicaSetController.ForReplicaSets,
        ReplicaSetController.ForReplicationControllers,
        services => new StatefulSetController(services),
        services => new DaemonSetController(services),
        services => new JobController(services),
        services => new CronJobController(services),
        services => new FinishedJobTtlController(services),
        services => new PodScheduler(services),
        services => new EndpointsController(services),
        services => new EndpointSliceController(services),
        services => new NamespaceLifecycleController(services),
        services => new DefaultServiceAccountController(services),
        services => new RootCertificateController(services),
        services => new GarbageCollector(services),
        services => new PodGarbageCollector(services),
        services => new EventExpiry(services),
        services => new NodeCidrController(services),
        services => new NodeHealthController(services),
        services => new TaintEvictionController(services),
        services => new VolumeBinder(services),
        services => new DisruptionBudgetController(services),
        services => new ResourceQuotaController(services),
    ];

    /// <inheritdoc/>
    public IReadOnlyList<IClusterController> For(ClusterFacts cluster, IClusterCertificates? certificates = null)
    {
        var services = new ControllerServices(cluster, time, loggers.CreateLogger("Verditer.Kubernetes.Controllers"));
        IEnumerable<IClusterController> signing = certificates is null ? [] : [new CertificateSigningController(services, certificates)];
        return [.. All.Select(make => make(services)), .. signing, .. (nodes ?? new NodeSimulator(time, loggers)).ControllersFor(cluster)];
    }
}
