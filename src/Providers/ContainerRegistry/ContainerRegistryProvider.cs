using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>Microsoft.ContainerRegistry: registries with their credentials, tokens and scope maps. Other types are stored only.</summary>
internal sealed class ContainerRegistryProvider(
    RegistryHandler registries, TokenHandler tokens, ScopeMapHandler scopeMaps, CheckNameAvailability names, ListUsages usages, ResourceStore resources)
    : IResourceProvider
{
    /// <summary>The service's own application, whose tokens registries take.</summary>
    public const string AppId = "6a0ec4d3-30cb-4a83-91c0-ae56bc0e3d26";

    public string Namespace => RegistryTypes.Namespace;

    public IEnumerable<ResourceTypeHandler> Types => [registries, tokens, scopeMaps, .. PremiumChildHandler.All(resources)];

    public IEnumerable<ArmEndpoint> Endpoints => [names.Endpoint, usages.Endpoint];

    public IReadOnlyList<FirstPartyService> FirstParties => [new(AppId, "Azure Container Registry", [])];
}

/// <summary>Registers the provider.</summary>
public static class ContainerRegistrySetup
{
    /// <summary>Serves Core's <see cref="IRegistries"/>; needs its <see cref="IRegistryContent"/>.</summary>
    public static IServiceCollection AddContainerRegistry(this IServiceCollection services) => services
        .AddSingleton<IResourceProvider, ContainerRegistryProvider>()
        .AddSingleton<RegistryHandler>()
        .AddSingleton<TokenHandler>()
        .AddSingleton<ScopeMapHandler>()
        .AddSingleton<CheckNameAvailability>()
        .AddSingleton<ListUsages>()
        .AddSingleton<RegistryNames>()
        .AddSingleton<PasswordVault>()
        .AddSingleton<AdminCredentials>()
        .AddSingleton<GenerateCredentials>()
        .AddSingleton<ImportImage>()
        .AddSingleton<ImportSource>()
        .AddSingleton<ActionCommit>()
        .AddSingleton<ScopedAccessLimit>()
        .AddSingleton<RegistryIndex>()
        .AddSingleton<IRegistries>(s => s.GetRequiredService<RegistryIndex>())
        .AddSingleton<IOperationHandler, ImportWork>()
        .AddSingleton<IOperationHandler, DeleteRegistry>()
        .AddSingleton<ResourceIdentity>();

    /// <summary>Reads the registries into memory. Called once, after Resource Manager has been loaded and before requests are served.</summary>
    public static Task LoadContainerRegistryAsync(this IServiceProvider services, CancellationToken cancellationToken = default) =>
        services.GetRequiredService<RegistryIndex>().LoadAsync(cancellationToken);
}
