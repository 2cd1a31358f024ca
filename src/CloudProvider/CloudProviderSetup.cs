using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.CloudProvider;

public static class CloudProviderSetup
{
    /// <summary>Registers <see cref="ICloudProviders"/> and <see cref="IImageCredentials"/>. They need a <see cref="TimeProvider"/>, an <see cref="IMetadataListeners"/> and logging. Its cloud providers end when the host stops.</summary>
    public static IServiceCollection AddCloudProviders(this IServiceCollection services, CloudEndpoints endpoints) => services
        .AddSingleton(endpoints)
        .AddSingleton<IImageCredentials, KubeletImageCredentials>()
        .AddSingleton<CloudProviders>()
        .AddSingleton<ICloudProviders>(provider => provider.GetRequiredService<CloudProviders>())
        .AddHostedService(provider => provider.GetRequiredService<CloudProviders>());
}
