using Microsoft.Extensions.DependencyInjection;
using Verditer.Directory;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Host;

/// <summary>Makes what every Verditer has: a tenant, the bootstrap principal and a subscription of which it is Owner. A start that was cut short is completed by the next.</summary>
internal static class FirstStart
{
    private const string SubscriptionName = "Verditer";

    /// <summary>A secret that takes the place of a lost one ends no sooner than Verditer's clock can be moved.</summary>
    private static readonly TimeSpan NewSecretLifetime = TimeSpan.FromDays(365_000);

    /// <param name="IsNew">True at the start that made the principal's secret.</param>
    internal sealed record Outcome(BootstrapPrincipal Principal, bool IsNew);

    /// <exception cref="StateFolderException">The principal's file cannot be read, or is another database's.</exception>
    public static async Task<Outcome> EnsureAsync(
        IServiceProvider services, StatePaths paths, RuleSet rules, CancellationToken cancellationToken)
    {
        var kept = BootstrapFile.Read(paths);
        var directory = services.GetRequiredService<IDirectoryAdministration>();
        var made = await directory.BootstrapAsync(cancellationToken);
        if (kept is not null && kept.ClientId != made.ClientId && made.Secret is null)
        {
            throw new StateFolderException(paths.Bootstrap,
                $"'{paths.Bootstrap}' has the principal '{kept.ClientId}'; that of '{paths.Database}' is '{made.ClientId}'. Put back the file that belongs to it, or move this one away: the next start then makes a new secret.");
        }

        var subscriptions = services.GetRequiredService<SubscriptionService>();
        if (kept?.ClientId == made.ClientId)
        {
            await subscriptions.CreateAsync(kept.SubscriptionId, made.TenantId, SubscriptionName, rules, made.PrincipalId, cancellationToken);
            return new(kept, IsNew: false);
        }

        var secret = made.Secret
            ?? (await directory.AddPasswordAsync(made.TenantId, made.ApplicationId, "bootstrap", NewSecretLifetime, cancellationToken: cancellationToken))!.Secret;
        var existing = services.GetRequiredService<SubscriptionIndex>().List(made.TenantId).MinBy(s => s.DisplayName != SubscriptionName);
        var principal = new BootstrapPrincipal(made.TenantId, existing?.Id ?? Guid.NewGuid().ToString(), made.ClientId, secret);
        BootstrapFile.Write(paths, principal);
        await subscriptions.CreateAsync(principal.SubscriptionId, made.TenantId, SubscriptionName, rules, made.PrincipalId, cancellationToken);
        return new(principal, IsNew: true);
    }
}
