using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.InstanceMetadata;

/// <summary>Puts instance metadata together.</summary>
public static class InstanceMetadataSetup
{
    /// <summary>
    /// Adds <see cref="IMetadataListeners"/>. It needs an <see cref="Storage.IDocumentStore"/>, <see cref="IDirectory"/>, <see cref="ITokenIssuer"/>, a
    /// <see cref="TimeProvider"/> and logging. No listener is open at first: whoever owns a machine opens its listener, after a restart as well.
    /// </summary>
    public static IServiceCollection AddInstanceMetadata(this IServiceCollection services, InstanceMetadataOptions options) => services
        .AddSingleton<MachineOwner>()
        .AddSingleton<IMetadataEndpoint, TokenEndpoint>()
        .AddSingleton<IMetadataEndpoint, IdentityInfoEndpoint>()
        .AddSingleton<IMetadataEndpoint, InstanceEndpoint>()
        .AddSingleton<IMetadataEndpoint, LoadBalancerEndpoint>()
        .AddSingleton<IMetadataEndpoint, ScheduledEventsEndpoint>()
        .AddSingleton<IMetadataEndpoint, AttestedDocumentEndpoint>()
        .AddSingleton<IMetadataEndpoint, VersionsEndpoint>()
        .AddSingleton(s => new MetadataRouter(
            s.GetServices<IMetadataEndpoint>(), s.GetService<IRefusalLog>() ?? new NoRefusalLog(), s.GetRequiredService<ILogger<MetadataRouter>>()))
        .AddSingleton<IMetadataListeners>(s => new MetadataListeners(options, s.GetRequiredService<MetadataRouter>(), s.GetRequiredService<ILoggerFactory>()));
}
