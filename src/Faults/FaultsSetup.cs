using Microsoft.Extensions.DependencyInjection;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.Directory;

namespace Verditer.Faults;

/// <summary>Puts faults together.</summary>
public static class FaultsSetup
{
    /// <summary>Adds <see cref="IFaults"/> in place of none. To be called after the parts that it disturbs.</summary>
    public static IServiceCollection AddFaults(this IServiceCollection services) => services
        .AddSingleton<FaultBook>()
        .AddSingleton<IFaults>(s => s.GetRequiredService<FaultBook>())
        .AddSingleton<IAssignmentVisibility, LateAssignments>()
        .AddSingleton<ISignInFaults, TokenEndpointFaults>();
}
