using Microsoft.Extensions.DependencyInjection;

namespace Verditer.Directory;

/// <summary>The parts of Graph.</summary>
internal static class GraphSetup
{
    public static IServiceCollection AddGraph(this IServiceCollection services) => services
        .AddSingleton<GraphPermissions>()
        .AddSingleton<GraphRelations>()
        .AddSingleton<GraphPages>()
        .AddSingleton<RecycleBin>()
        .AddSingleton<GraphWriter>()
        .AddSingleton<GraphParts>()
        .AddSingleton<RoleWriter>()
        .AddSingleton<IGraphRoutes, ApplicationRoutes>()
        .AddSingleton<IGraphRoutes, FederatedCredentialRoutes>()
        .AddSingleton<IGraphRoutes, ServicePrincipalRoutes>()
        .AddSingleton<IGraphRoutes, SignedInUserRoutes>()
        .AddSingleton<IGraphRoutes, UserRoutes>()
        .AddSingleton<IGraphRoutes, GroupRoutes>()
        .AddSingleton<IGraphRoutes, MembershipRoutes>()
        .AddSingleton<IGraphRoutes, AppRoleAssignmentRoutes>()
        .AddSingleton<IGraphRoutes, PermissionGrantRoutes>()
        .AddSingleton<IGraphRoutes, DirectoryRoleRoutes>()
        .AddSingleton<IGraphRoutes, RoleManagementRoutes>()
        .AddSingleton<IGraphRoutes, DeletedItemRoutes>()
        .AddSingleton<IGraphRoutes, AuditLogRoutes>()
        .AddSingleton<IGraphRoutes, DirectoryObjectRoutes>()
        .AddSingleton<IGraphRoutes, OrganizationRoutes>()
        .AddSingleton<GraphRouter>()
        .AddSingleton<GraphBatch>()
        .AddSingleton<GraphEndpoint>();
}
