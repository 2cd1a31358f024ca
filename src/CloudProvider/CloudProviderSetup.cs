using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.CloudProvider;

public static class CloudProviderSetup
{
    /// <summary>Registers <see cref="ICloudProviders"/>. It needs a <see cref="TimeProvider"/> and logging. Its cloud providers end when the host stops.</summary>
    public static IServiceCollection AddCloudProviders(this IServiceCollection services, CloudEndpoints endpoints) => services
        .AddSingleton(endpoints)
        .AddSingleton<CloudProviders>()
        .AddSingleton<ICloudProviders>(provider => provider.GetRequiredService<CloudProviders>())
        .AddHostedService(provider => provider.GetRequiredService<CloudProviders>());
}
