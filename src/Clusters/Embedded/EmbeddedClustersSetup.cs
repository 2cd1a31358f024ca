using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Verditer.Core;
using Verditer.Kubernetes;
using Verditer.Storage;

namespace Verditer.Clusters.Embedded;

public static class EmbeddedClustersSetup
{
    /// <summary>
    /// Registers <see cref="IClusterEngine"/>. It needs an <see cref="IDocumentStore"/>, an <see cref="ISecretProtector"/>, a <see cref="TimeProvider"/>, logging, an
    /// <see cref="IControllerSet"/> and an <see cref="INodes"/>; where the last two are missing, clusters have an API only.
    /// An <see cref="IRefusalLog"/> keeps what their APIs refuse.
    /// </summary>
    public static IServiceCollection AddEmbeddedClusters(this IServiceCollection services, EmbeddedClusterOptions options)
    {
        services.TryAddSingleton<IControllerSet, NoControllers>();
        services.TryAddSingleton<INodes, NoNodes>();
        services.TryAddSingleton<IRefusalLog, NoRefusalLog>();
        return services
            .AddSingleton(options)
            .AddSingleton<ClusterRecords>()
            .AddSingleton<ClusterLauncher>()
            .AddSingleton<IClusterEngine, EmbeddedClusterEngine>();
    }

    private sealed class NoControllers : IControllerSet
    {
        public IReadOnlyList<IClusterController> For(ClusterFacts cluster, IClusterCertificates? certificates = null) => [];
    }

    private sealed class NoNodes : INodes
    {
        public Task EnsureAsync(IObjectClient api, ClusterFacts cluster, NodeSpec node, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RemoveAsync(IObjectClient api, ClusterFacts cluster, string nodeName, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
