using Microsoft.Extensions.DependencyInjection;
using Verditer.Authorization;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>
/// Microsoft.Authorization: role assignments, role definitions, deny assignments, what a caller may do, and the operations of all providers. Locks are stored, and
/// the pipeline's own rule enforces them.
/// </summary>
internal sealed class AccessControlProvider(
    RoleAssignmentHandler assignments, RoleDefinitionHandler definitions, DenyAssignmentHandler denyAssignments, PermissionHandler permissions,
    ProviderOperationEndpoints operations, ElevateAccess elevateAccess) : IResourceProvider
{
    public string Namespace => "Microsoft.Authorization";

    public bool AlwaysRegistered => true;

    public IEnumerable<ResourceTypeHandler> Types => [assignments, definitions, denyAssignments, permissions];

    public IEnumerable<ArmEndpoint> Endpoints => [.. operations.All, elevateAccess.Endpoint];
}

/// <summary>Registers the provider.</summary>
public static class AccessControlSetup
{
    public static IServiceCollection AddAccessControl(this IServiceCollection services) => services
        .AddSingleton<ScopeTenants>()
        .AddSingleton<RoleAssignmentTenant>()
        .AddSingleton<RoleAssignmentRules>()
        .AddSingleton<RoleAssignmentHandler>()
        .AddSingleton(s => new RoleNamespaces(s.GetRequiredService<RoleCatalog>(), new Lazy<ResourceTypeRegistry>(s.GetRequiredService<ResourceTypeRegistry>)))
        .AddSingleton<RoleDefinitionRules>()
        .AddSingleton<RoleDefinitionHandler>()
        .AddSingleton<DenyAssignmentHandler>()
        .AddSingleton<PermissionHandler>()
        .AddSingleton(s => new ProviderOperationEndpoints(
            s.GetRequiredService<RoleCatalog>(), new Lazy<ResourceTypeRegistry>(s.GetRequiredService<ResourceTypeRegistry>)))
        .AddSingleton<ElevateAccess>()
        .AddSingleton<IResourceProvider, AccessControlProvider>();
}
