using Microsoft.Extensions.DependencyInjection;
using Verditer.ResourceManager;

namespace Verditer.Providers.Management;

/// <summary>Microsoft.Management: management groups, which hold subscriptions and whose role assignments these inherit.</summary>
internal sealed class ManagementProvider(
    ManagementGroupHandler groups, ManagementGroupEndpoints groupEndpoints, SubscriptionPlacementEndpoints placements, EntityEndpoints entities) : IResourceProvider
{
    public string Namespace => "Microsoft.Management";

    public IEnumerable<ResourceTypeHandler> Types => [groups];

    public IEnumerable<ArmEndpoint> Endpoints => [.. groupEndpoints.All, .. placements.All, .. entities.All];
}

/// <summary>Registers the provider.</summary>
public static class ManagementSetup
{
    public static IServiceCollection AddManagementGroups(this IServiceCollection services) => services
        .AddSingleton<ManagementGroupRules>()
        .AddSingleton<HierarchyTurn>()
        .AddSingleton<ManagementGroupBody>()
        .AddSingleton<ManagementGroupHandler>()
        .AddSingleton<ManagementGroupEndpoints>()
        .AddSingleton<SubscriptionPlacementEndpoints>()
        .AddSingleton<EntityEndpoints>()
        .AddSingleton<IResourceProvider, ManagementProvider>();
}
