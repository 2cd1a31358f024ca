using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Authorization;
using Verditer.CloudProvider;
using Verditer.Clusters.Containers;
using Verditer.Clusters.Embedded;
using Verditer.Core;
using Verditer.Directory;
using Verditer.Explaining;
using Verditer.Faults;
using Verditer.InstanceMetadata;
using Verditer.Kubernetes;
using Verditer.Operations;
using Verditer.Providers.Authorization;
using Verditer.Providers.Compute;
using Verditer.Providers.ContainerRegistry;
using Verditer.Providers.ContainerService;
using Verditer.Providers.ManagedIdentity;
using Verditer.Providers.Management;
using Verditer.Providers.Network;
using Verditer.Registry;
using Verditer.ResourceManager;

namespace Verditer.Host;

/// <summary>Which parts there are, and which part answers where. The only place that knows them all.</summary>
internal static class HostComposition
{
    public static void AddParts(
        IServiceCollection services, StatePaths paths, EngineChoice engine, CloudEndpoints endpoints, Func<X509Certificate2> attestation)
    {
        services.AddRoutingCore();
        services.AddOperations(new OperationOptions());
        services.AddDirectory(new DirectoryOptions { OwnAuthority = endpoints.CertificateAuthority });
        services.AddRoleBasedAccess();
        services.AddResourceManager();
        services.AddAccessControl();
        services.AddManagementGroups();
        services.AddManagedIdentity();
        services.AddContainerService(new ContainerServiceOptions(paths.ClustersFolder));
        services.AddNetwork();
        services.AddCompute();
        services.AddContainerRegistry();
        services.AddSingleton<IControllerSet, ControllerSet>();
        AddNodes(services, paths, engine, endpoints);
        services.AddEmbeddedClusters(new EmbeddedClusterOptions { Name = engine.Name });
        services.AddCloudProviders(endpoints);
        services.AddInstanceMetadata(new InstanceMetadataOptions { Folder = paths.MetadataFolder, AttestationCertificate = attestation });
        services.AddRegistry(new RegistryOptions { Folder = paths.RegistryFolder });
        services.AddExplaining(new ExplainingOptions());
        services.AddFaults();
    }

    private static void AddNodes(IServiceCollection services, StatePaths paths, EngineChoice engine, CloudEndpoints endpoints)
    {
        if (engine.RunsContainers)
        {
            services.AddContainerNodes(new ContainerNodesOptions { StateFolder = paths.Root, AzurePort = endpoints.Port, CaBundle = paths.CaBundle });
        }
        else
        {
            services.AddSingleton<INodes, NodeSimulator>();
        }
    }

    public static void AddAdmin(IServiceCollection services) => services
        .AddSingleton<AdminApi>()
        .AddSingleton<IAdminEndpoint, StatusEndpoint>()
        .AddSingleton<IAdminEndpoint, ShowClock>()
        .AddSingleton<IAdminEndpoint, MoveClock>()
        .AddSingleton<IAdminEndpoint, NodeSocketEndpoint>()
        .AddSingleton<IAdminEndpoint, ListSigningKeys>()
        .AddSingleton<IAdminEndpoint, RotateSigningKey>()
        .AddSingleton<IAdminEndpoint, ShowMetadata>()
        .AddSingleton<IAdminEndpoint, ChangeMetadata>()
        .AddSingleton<SubscriptionLookup>()
        .AddSingleton<IAdminEndpoint, ListSubscriptions>()
        .AddSingleton<IAdminEndpoint, CreateSubscription>()
        .AddSingleton<IAdminEndpoint, ShowSubscriptionRules>()
        .AddSingleton<IAdminEndpoint, ChangeSubscriptionRules>()
        .AddSingleton<IAdminEndpoint, ListFaults>()
        .AddSingleton<IAdminEndpoint, SetFaults>()
        .AddSingleton<IAdminEndpoint, ClearFaults>()
        .AddSingleton<IAdminEndpoint, WhyEndpoint>()
        .AddSingleton<IAdminEndpoint, CanEndpoint>()
        .AddSingleton<IAdminEndpoint, WhoCanEndpoint>()
        .AddSingleton<IAdminEndpoint, RolesEndpoint>()
        .AddSingleton<IAdminEndpoint, EventsEndpoint>()
        .AddSingleton<IStatusSection, ClustersSection>()
        .AddSingleton<IAdminEndpoint, StopEndpoint>();

    /// <summary>Reads into memory what the parts keep there. Before the first request.</summary>
    public static async Task LoadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        await services.GetRequiredService<FaultBook>().LoadAsync(cancellationToken);
        await services.GetRequiredService<RoleBasedAccess>().LoadAsync(cancellationToken);
        await services.LoadResourceManagerAsync(cancellationToken);
        await services.LoadContainerRegistryAsync(cancellationToken);
        await services.LoadRegistryAsync(cancellationToken);
    }

    public static HostRouter Route(IApplicationBuilder app, HostTable hosts)
    {
        var extensions = new ExtensionIndexEndpoint();
        var issuers = new ClusterIssuerDocuments(app.ApplicationServices.GetServices<IFederatedIssuer>());
        var directory = Branch(app, routes => routes.MapDirectory());
        var graph = Branch(app, routes => routes.MapGraph());
        var arm = ResourceManagerOrMetadata(new CloudMetadata(hosts).HandleAsync, app.ApplicationServices.GetRequiredService<ArmHttp>().HandleAsync);
        return new HostRouter(hosts, new HostParts
        {
            ResourceManager = arm,
            Directory = directory,
            Graph = graph,
            ExtensionIndex = extensions.StockAsync,
            ClusterIssuer = issuers.StockAsync,
            ContainerRegistry = app.ApplicationServices.GetRequiredService<RegistryHttp>().HandleAsync,
            InstanceMetadata = new NoIdentity(app.ApplicationServices.GetRequiredService<IRefusalLog>()).HandleAsync,
            Origin = new OriginRouter(arm, directory, graph, extensions.OriginAsync, issuers.OriginAsync).HandleAsync,
            Admin = app.ApplicationServices.GetRequiredService<AdminApi>().HandleAsync,
        });
    }

    private static RequestDelegate ResourceManagerOrMetadata(RequestDelegate metadata, RequestDelegate resourceManager) =>
        context => context.Request.Path.Equals("/metadata/endpoints", StringComparison.OrdinalIgnoreCase) ? metadata(context) : resourceManager(context);

    /// <summary>A part's own routes; what they do not match is refused by name.</summary>
    private static RequestDelegate Branch(IApplicationBuilder app, Action<IEndpointRouteBuilder> map)
    {
        var branch = app.New();
        branch.UseRouting();
        branch.UseEndpoints(map);
        branch.Run(NotServed);
        return branch.Build();
    }

    private static Task NotServed(HttpContext context) =>
        Answer.ErrorAsync(context, HostErrors.NotFound(context.Request.Host.Host, context.Request.Path.Value ?? "/"));
}
