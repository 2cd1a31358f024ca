using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>Registers role-based access. Needs the document store.</summary>
public static class AuthorizationSetup
{
    public static IServiceCollection AddRoleBasedAccess(this IServiceCollection services) => services
        .AddSingleton<RoleCatalog>()
        .AddSingleton<RoleAssignmentIndex>()
        .AddSingleton<IAuthorizer, RoleEvaluator>();
}
