using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Directory;
using Verditer.ResourceManager;

namespace Verditer.Providers.ManagedIdentity;

/// <summary>Microsoft.ManagedIdentity.</summary>
internal sealed class ManagedIdentityProvider(
    IDirectory directory, IManagedIdentityRemoval removal, ResourceStore resources, SubscriptionIndex subscriptions) : IResourceProvider
{
    public string Namespace => "Microsoft.ManagedIdentity";

    public IEnumerable<ResourceTypeHandler> Types =>
    [
        new UserAssignedIdentityHandler(directory, removal, new AssociatedResources(resources, subscriptions)),
        new FederatedCredentialHandler(directory),
    ];
}

/// <summary>Registers the provider.</summary>
public static class ManagedIdentitySetup
{
    public static IServiceCollection AddManagedIdentity(this IServiceCollection services) => services.AddSingleton<IResourceProvider, ManagedIdentityProvider>();
}
