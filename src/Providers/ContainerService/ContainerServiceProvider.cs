using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Verditer.Core;
using Verditer.Operations;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>Microsoft.ContainerService: managed clusters, their agent pools, the versions, and the preview's features.</summary>
internal sealed class ContainerServiceProvider(ManagedClusterHandler clusters, AgentPoolHandler pools, VersionEndpoints versions) : IResourceProvider
{
    public const string Name = "Microsoft.ContainerService";

    /// <summary>AKS's own application, under which it makes node resource groups and role assignments.</summary>
    public const string AksAppId = "7319c514-987d-4e9b-ac3d-d38c4f427f4c";

    public string Namespace => Name;

    public IEnumerable<ResourceTypeHandler> Types => [clusters, pools];

    public IEnumerable<ArmEndpoint> Endpoints => versions.All;

    public IReadOnlyList<string> Features => ["MSIPreview"];

    public IReadOnlyList<FirstPartyService> FirstParties =>
        [new(AksAppId, "Azure Kubernetes Service", [BuiltInRoles.Contributor, BuiltInRoles.UserAccessAdministrator])];
}

/// <summary>Registers the provider.</summary>
public static class ContainerServiceSetup
{
    /// <summary>Needs Core's <c>IClusterEngine</c>, <c>IMetadataListeners</c> and <c>ICloudProviders</c> besides what Resource Manager needs.</summary>
    public static IServiceCollection AddContainerService(this IServiceCollection services, ContainerServiceOptions options) => services
        .AddSingleton(options)
        .AddSingleton<IResourceProvider, ContainerServiceProvider>()
        .AddSingleton<ManagedClusterHandler>()
        .AddSingleton<AgentPoolHandler>()
        .AddSingleton<VersionEndpoints>()
        .AddSingleton<ClusterWriter>()
        .AddSingleton<ClusterActions>()
        .AddSingleton<ClusterCommit>()
        .AddSingleton<AgentPoolActions>()
        .AddSingleton<ClusterStore>()
        .AddSingleton<IdentityRules>()
        .AddSingleton<OwnIdentities>()
        .AddSingleton<IdentityMoves>()
        .AddSingleton<ControlPlaneIdentity>()
        .AddSingleton<KubernetesVersions>()
        .AddSingleton<AgentPoolVersionRules>()
        .AddSingleton<ServicePrincipalCheck>()
        .AddSingleton<ServicePrincipalVault>()
        .AddSingleton<ClusterTokens>()
        .AddSingleton<ClusterArm>()
        .AddSingleton<ClusterNodes>()
        .AddSingleton<ClusterRuntime>()
        .AddSingleton<CloudProviderFile>()
        .AddSingleton(s => new ClusterResumption(
            s.GetRequiredService<ClusterStore>(), s.GetRequiredService<ClusterRuntime>(), s.GetRequiredService<SubscriptionIndex>(), s.GetRequiredService<IOperations>(),
            s.GetRequiredService<ILogger<ClusterResumption>>()))
        .AddSingleton<IOperationHandler, ReconcileCluster>()
        .AddSingleton<IOperationHandler, SwitchCluster>()
        .AddSingleton<IOperationHandler, RotateCertificates>()
        .AddSingleton<IOperationHandler, RotateSigningKeys>()
        .AddSingleton<IOperationHandler, DeleteCluster>()
        .AddSingleton<IFederatedIssuer, ClusterIssuer>()
        .AddReconcileSteps();

    /// <summary>The steps that bring a cluster to what is asked for, in their order. This list is the whole of it.</summary>
    private static IServiceCollection AddReconcileSteps(this IServiceCollection services) => services
        .AddSingleton<IClusterStep, MakeServicePrincipal>()
        .AddSingleton<IClusterStep, MakeNodeGroup>()
        .AddSingleton<IClusterStep, GrantControlPlane>()
        .AddSingleton<IClusterStep, MakeKubeletIdentity>()
        .AddSingleton<IClusterStep, AuthorizeAddons>()
        .AddSingleton<IClusterStep, MakeNetwork>()
        .AddSingleton<IClusterStep, MakeScaleSets>()
        .AddSingleton<IClusterStep, RetireAddons>()
        .AddSingleton<IClusterStep, MakeControlPlane>()
        .AddSingleton<IClusterStep, MakeNodes>()
        .AddSingleton<IClusterStep, RemovePools>()
        .AddSingleton<IClusterStep, RunCloudProvider>()
        .AddSingleton<IClusterStep, ProtectNodeGroup>()
        .AddSingleton<IClusterStep, ForgetServicePrincipal>();
}
