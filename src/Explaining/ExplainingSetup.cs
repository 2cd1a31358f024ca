using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.Explaining;

/// <summary>Puts together what explains refusals.</summary>
public static class ExplainingSetup
{
    /// <summary>
    /// Adds <see cref="IRefusalLog"/> and what reads it. It needs the store, the directory, role-based access and Resource Manager, whose refusals it keeps.
    /// </summary>
    public static IServiceCollection AddExplaining(this IServiceCollection services, ExplainingOptions options) => services
        .AddSingleton(options)
        .AddSingleton<RefusalLog>()
        .AddSingleton<IRefusalLog>(s => s.GetRequiredService<RefusalLog>())
        .AddSingleton<ClusterCatalog>()
        .AddRecognizers()
        .AddSingleton<Mending>()
        .AddSingleton<WhyReports>()
        .AddSingleton<PrincipalLookup>()
        .AddSingleton<AccessQuestions>()
        .AddSingleton<EventStream>()
        .AddHostedService<RefusalFlusher>();
}
