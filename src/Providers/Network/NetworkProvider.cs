using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Network;

/// <summary>Microsoft.Network: what a cluster stands on. Types that are not named here are stored only.</summary>
internal sealed class NetworkProvider(ReferenceCheck references, ResourceStore resources, SubnetAddresses addresses) : IResourceProvider
{
    public string Namespace => "Microsoft.Network";

    public IReadOnlyDictionary<ResourceType, IReadOnlyList<LinkedProperty>> Links => NetworkLinks.OfStoredTypes;

    public IEnumerable<ResourceTypeHandler> Types
    {
        get
        {
            var networks = new VirtualNetworkHandler(references);
            var groups = new SecurityGroupHandler(references);
            var tables = new RouteTableHandler(references);
            return
            [
                networks,
                new EmbeddedChildHandler(NetworkTypes.Subnet, "subnets", networks, resources),
                groups,
                new EmbeddedChildHandler(NetworkTypes.SecurityRule, "securityRules", groups, resources),
                tables,
                new EmbeddedChildHandler(NetworkTypes.Route, "routes", tables, resources),
                new PublicIPAddressHandler(references),
                new LoadBalancerHandler(references, new FrontendAddresses(addresses)),
            ];
        }
    }
}

/// <summary>Registers the provider.</summary>
public static class NetworkSetup
{
    public static IServiceCollection AddNetwork(this IServiceCollection services) => services.AddSingleton<IResourceProvider, NetworkProvider>();
}
