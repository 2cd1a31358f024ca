using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Verditer.Core;

namespace Verditer.Clusters.Containers;

public static class ContainerNodesSetup
{
    /// <summary>
    /// Registers <see cref="INodes"/> that run containers. They need an <see cref="IMetadataListeners"/>, a <see cref="TimeProvider"/> and logging, and use an
    /// <see cref="IImageCredentials"/>, an <see cref="IPersistentVolumeMounts"/> and every <see cref="INodeNetworkPart"/> that there is.
    /// </summary>
    public static IServiceCollection AddContainerNodes(this IServiceCollection services, ContainerNodesOptions options)
    {
        services.TryAddSingleton<IImageCredentials, NoCredentials>();
        if (options.AzurePort is not null)
        {
            services.AddSingleton<INodeNetworkPart, AzureProxy>();
        }

        return services
            .AddSingleton(options)
            .AddSingleton(provider => new NodeParts(
                provider.GetRequiredService<IMetadataListeners>,
                provider.GetRequiredService<IImageCredentials>,
                provider.GetServices<INodeNetworkPart>,
                provider.GetServices<IPersistentVolumeMounts>))
            .AddSingleton<INodes, ContainerNodes>();
    }

    private sealed class NoCredentials : IImageCredentials
    {
        public ValueTask<ImageCredential?> FindAsync(NodeSpec node, string image, CancellationToken cancellationToken) => new((ImageCredential?)null);
    }
}
