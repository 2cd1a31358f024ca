using Microsoft.Extensions.DependencyInjection;
using Verditer.Directory;
using Verditer.ResourceManager;

namespace Verditer.Host;

/// <summary>Makes what every Verditer has: a tenant, the bootstrap principal and a subscription of which it is Owner. A start that was cut short is completed by the next.</summary>
internal static class FirstStart
{
    /// <param name="IsNew">True at the start that made the principal.</param>
    internal sealed record Outcome(BootstrapPrincipal Principal, bool IsNew);

    public static async Task<Outcome> EnsureAsync(
        IServiceProvider services, StatePaths paths, RuleSet rules, CancellationToken cancellationToken)
    {
        var made = await services.GetRequiredService<IDirectoryAdministration>().BootstrapAsync(cancellationToken);
        var kept = BootstrapFile.Read(paths);
        var principal = kept is not null && kept.ClientId == made.ClientId
            ? kept
            : new BootstrapPrincipal(made.TenantId, Guid.NewGuid().ToString(), made.ClientId, made.Secret);
        if (principal != kept)
        {
            BootstrapFile.Write(paths, principal);
        }

        await services.GetRequiredService<SubscriptionService>().CreateAsync(
            principal.SubscriptionId, made.TenantId, "Verditer", rules, made.PrincipalId, cancellationToken);
        return new(principal, made.Secret is not null);
    }
}
