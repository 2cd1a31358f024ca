using Microsoft.Extensions.DependencyInjection;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>Microsoft.Authorization: role assignments and role definitions. Locks are stored, and the pipeline's own rule enforces them.</summary>
internal sealed class AccessControlProvider(RoleCatalog roles, RoleAssignmentIndex assignments, IDirectory directory, TimeProvider time) : IResourceProvider
{
    public string Namespace => "Microsoft.Authorization";

    public bool AlwaysRegistered => true;

    public IEnumerable<ResourceTypeHandler> Types => [new RoleAssignmentHandler(roles, assignments, directory, time), new RoleDefinitionHandler(roles)];
}

/// <summary>Registers the provider.</summary>
public static class AccessControlSetup
{
    public static IServiceCollection AddAccessControl(this IServiceCollection services) => services.AddSingleton<IResourceProvider, AccessControlProvider>();
}
