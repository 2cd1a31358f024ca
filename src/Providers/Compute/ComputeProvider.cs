using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Directory;
using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>Microsoft.Compute: virtual machines, scale sets, their instances and the network interfaces of those. Other types are stored only.</summary>
internal sealed class ComputeProvider(
    ReferenceCheck references, ResourceStore resources, SubnetAddresses addresses, IDirectory directory, IManagedIdentityRemoval removal) : IResourceProvider
{
    public string Namespace => "Microsoft.Compute";

    public IReadOnlyDictionary<ResourceType, IReadOnlyList<LinkedProperty>> Links => ComputeLinks.OfStoredTypes;

    public IEnumerable<ResourceTypeHandler> Types =>
    [
        new ScaleSetHandler(references, resources, addresses, new ResourceIdentity(directory, removal)),
        new ScaleSetInstanceHandler(resources),
        new VirtualMachineHandler(new ResourceIdentity(directory, removal)),
        new NetworkInterfaceHandler(),
        .. DiskHandler.All,
    ];
}

/// <summary>Registers the provider.</summary>
public static class ComputeSetup
{
    public static IServiceCollection AddCompute(this IServiceCollection services) => services.AddSingleton<IResourceProvider, ComputeProvider>();
}
