using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>GUIDs of the built-in roles that AKS gives. Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles</summary>
internal static class BuiltInRoles
{
    public const string Contributor = SubscriptionService.ContributorRole;
    public const string Reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
    public const string UserAccessAdministrator = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9";
    public const string MonitoringMetricsPublisher = "3913510d-42f4-4e42-8a64-420c390055eb";
}
