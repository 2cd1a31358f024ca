using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager.Types;

namespace Verditer.ResourceManager;

/// <summary>Puts Resource Manager together from the services around it.</summary>
public static class ResourceManagerSetup
{
    /// <summary>
    /// Adds Resource Manager. Needs <see cref="Storage.IDocumentStore"/>, <see cref="IOperations"/>, <see cref="IDirectory"/>, <see cref="ITokenValidator"/>,
    /// <see cref="ITokenIssuer"/>, <see cref="IAuthorizer"/> and a <see cref="TimeProvider"/>; serves every <see cref="IResourceProvider"/> that is registered.
    /// </summary>
    public static IServiceCollection AddResourceManager(this IServiceCollection services)
    {
        services.TryAddSingleton<IFaults, NoFaults>();
        services.AddSingleton(_ => ResourceTypeCatalog.Load());
        services.AddSingleton<ResourceStore>();
        services.AddSingleton<SubscriptionIndex>();
        services.AddSingleton<LockIndex>();
        services.AddSingleton<SubscriptionService>();
        services.AddSingleton(s => new ReferenceCheck(
            s.GetRequiredService<ResourceStore>(), new Lazy<ResourceTypeRegistry>(s.GetRequiredService<ResourceTypeRegistry>)));
        services.AddSingleton(s => new SubnetAddresses(
            s.GetRequiredService<Storage.IDocumentStore>(), s.GetRequiredService<ResourceStore>(),
            new Lazy<ResourceTypeRegistry>(s.GetRequiredService<ResourceTypeRegistry>)));
        services.AddSingleton<ArmHttp>();
        services.AddSingleton<IArmClient>(s => new ArmClient(new Lazy<RequestPipeline>(s.GetRequiredService<RequestPipeline>)));

        services.AddSingleton(s => new ResourceTypeRegistry(s.GetRequiredService<ResourceTypeCatalog>(), [.. s.GetServices<IResourceProvider>(), .. OwnNamespaces.All]));
        services.AddSingleton(CreateEndpoints);
        services.AddSingleton(CreatePipeline);
        services.AddSingleton<IOperationHandler>(s => new GroupDeletion(
            s.GetRequiredService<ResourceStore>(), s.GetRequiredService<ResourceTypeRegistry>(), s.GetRequiredService<IArmClient>(),
            s.GetRequiredService<ITokenIssuer>(), s.GetRequiredService<IOperations>()));
        services.AddSingleton<IOperationHandler>(s => new FollowedOperation(s.GetRequiredService<IOperations>()));
        services.AddSingleton<IOperationHandler>(s => new ProviderRegistration(
            s.GetRequiredService<SubscriptionIndex>(), s.GetRequiredService<SubscriptionService>()));
        services.AddSingleton<IOperationHandler>(s => new FeatureRegistrationWork(
            s.GetRequiredService<SubscriptionIndex>(), s.GetRequiredService<IFaults>(), s.GetRequiredService<TimeProvider>()));
        return services;
    }

    /// <summary>Reads what the rules keep in memory. Called once, before requests are served.</summary>
    public static async Task LoadResourceManagerAsync(this IServiceProvider services, CancellationToken cancellationToken = default)
    {
        await services.GetRequiredService<SubscriptionIndex>().LoadAsync(cancellationToken);
        await services.GetRequiredService<LockIndex>().LoadAsync(cancellationToken);
    }

    private static EndpointRegistry CreateEndpoints(IServiceProvider s)
    {
        var types = s.GetRequiredService<ResourceTypeRegistry>();
        var subscriptions = s.GetRequiredService<SubscriptionIndex>();
        var authorizer = s.GetRequiredService<IAuthorizer>();
        var documents = s.GetRequiredService<Storage.IDocumentStore>();
        var operations = s.GetRequiredService<IOperations>();
        return new(
        [
            .. new SubscriptionEndpoints(subscriptions, authorizer).All,
            .. new ResourceListEndpoints(s.GetRequiredService<ResourceStore>()).All,
            .. new TagNameEndpoints(s.GetRequiredService<ResourceStore>()).All,
            .. new ProviderEndpoints(subscriptions, types, documents, operations, s.GetRequiredService<TimeProvider>()).All,
            .. new FeatureEndpoints(subscriptions, types, documents, operations).All,
            .. new OperationEndpoints(operations, authorizer).All,
            .. s.GetServices<IResourceProvider>().SelectMany(p => p.Endpoints),
        ]);
    }

    private static RequestPipeline CreatePipeline(IServiceProvider s)
    {
        var types = s.GetRequiredService<ResourceTypeRegistry>();
        var resources = s.GetRequiredService<ResourceStore>();
        var rules = RequestRules.Build(
            s.GetRequiredService<ITokenValidator>(), new PathResolver(types, s.GetRequiredService<EndpointRegistry>().All), types,
            s.GetRequiredService<SubscriptionIndex>(), s.GetRequiredService<IAuthorizer>(), s.GetRequiredService<IDirectory>(), resources, s.GetRequiredService<LockIndex>());
        var executor = new RequestExecutor(s.GetRequiredService<Storage.IDocumentStore>(), resources, types, s.GetRequiredService<IOperations>());
        return new RequestPipeline(rules, executor, s.GetService<IRefusalLog>() ?? new NoRefusalLog(), s.GetRequiredService<ILogger<RequestPipeline>>());
    }
}
