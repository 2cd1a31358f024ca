using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>Registers role-based access. Needs the document store, the directory and a <see cref="TimeProvider"/>.</summary>
public static class AuthorizationSetup
{
    public static IServiceCollection AddRoleBasedAccess(this IServiceCollection services)
    {
        services.TryAddSingleton<IAssignmentVisibility, ImmediateVisibility>();
        return services
            .AddSingleton<RoleCatalog>()
            .AddSingleton<RoleAssignmentIndex>()
            .AddSingleton<DenyAssignmentIndex>()
            .AddSingleton<ScopeHierarchy>()
            .AddSingleton<ManagementGroupIndex>()
            .AddSingleton<RoleBasedAccess>()
            .AddSingleton<RoleVisibility>()
            .AddSingleton<RoleEvaluator>()
            .AddSingleton<IAuthorizer>(s => s.GetRequiredService<RoleEvaluator>())
            .AddSingleton<IAccessExplainer, AccessExplainer>();
    }
}
