using Microsoft.Extensions.DependencyInjection;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>Microsoft.ContainerService: its preview features and AKS's own principal. Clusters are refused until they are made for real.</summary>
internal sealed class ContainerServiceProvider : IResourceProvider
{
    /// <summary>AKS's own application, under which it makes node resource groups and role assignments.</summary>
    public const string AksAppId = "7319c514-987d-4e9b-ac3d-d38c4f427f4c";

    private const string UserAccessAdministrator = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9";

    public string Namespace => "Microsoft.ContainerService";

    public IReadOnlyList<string> Features => ["MSIPreview"];

    public IReadOnlyList<FirstPartyService> FirstParties =>
        [new(AksAppId, "Azure Kubernetes Service", [SubscriptionService.ContributorRole, UserAccessAdministrator])];
}

/// <summary>Registers the provider.</summary>
public static class ContainerServiceSetup
{
    public static IServiceCollection AddContainerService(this IServiceCollection services) => services.AddSingleton<IResourceProvider, ContainerServiceProvider>();
}
