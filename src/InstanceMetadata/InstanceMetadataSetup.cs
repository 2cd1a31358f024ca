using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>Puts instance metadata together.</summary>
public static class InstanceMetadataSetup
{
    /// <summary>
    /// Adds <see cref="IMetadataListeners"/> and <see cref="IMetadataAdministration"/>. It needs an <see cref="Storage.IDocumentStore"/>, <see cref="IDirectory"/>, <see cref="ITokenIssuer"/>, a
    /// <see cref="TimeProvider"/> and logging. No listener is open at first: whoever owns a machine opens its listener, after a restart as well.
    /// </summary>
    public static IServiceCollection AddInstanceMetadata(this IServiceCollection services, InstanceMetadataOptions options) => services
        .AddSingleton(options)
        .AddSingleton<MachineOwner>()
        .AddSingleton<MetadataSettings>()
        .AddSingleton<IdentityChanges>()
        .AddSingleton<MachineLimits>()
        .AddSingleton(s => new MachineTokens(
            s.GetRequiredService<MachineOwner>(), s.GetRequiredService<ITokenIssuer>(), s.GetRequiredService<MetadataSettings>(), s.GetService<IFaults>() ?? new NoFaults(),
            s.GetRequiredService<TimeProvider>()))
        .AddSingleton<TokenEndpoint>()
        .AddSingleton<IMetadataEndpoint>(s => s.GetRequiredService<TokenEndpoint>())
        .AddSingleton<IIdentityProtocol, AppServiceProtocol>()
        .AddSingleton<IIdentityProtocol, MsiProtocol>()
        .AddSingleton<IMetadataEndpoint, IdentityInfoEndpoint>()
        .AddSingleton<IMetadataEndpoint, InstanceEndpoint>()
        .AddSingleton<IMetadataEndpoint, LoadBalancerEndpoint>()
        .AddSingleton<IMetadataEndpoint, ScheduledEventsEndpoint>()
        .AddSingleton<IMetadataEndpoint, AttestedDocumentEndpoint>()
        .AddSingleton<IMetadataEndpoint, VersionsEndpoint>()
        .AddSingleton(s => new MetadataRouter(
            s.GetServices<IMetadataEndpoint>(), s.GetServices<IIdentityProtocol>(), s.GetRequiredService<MachineLimits>(), s.GetService<IRefusalLog>() ?? new NoRefusalLog(),
            s.GetRequiredService<ILogger<MetadataRouter>>()))
        .AddSingleton<ResourceMachines>()
        .AddSingleton<MetadataListeners>()
        .AddSingleton<IMetadataListeners>(s => s.GetRequiredService<MetadataListeners>())
        .AddSingleton<IMetadataAdministration, MetadataAdministration>();
}
