using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Compute;

/// <summary>Microsoft.Compute: scale sets and their instances. Other types are stored only.</summary>
internal sealed class ComputeProvider(ReferenceCheck references, ResourceStore resources, IDirectory directory) : IResourceProvider
{
    public string Namespace => "Microsoft.Compute";

    public IEnumerable<ResourceTypeHandler> Types => [new ScaleSetHandler(references, resources, new ResourceIdentity(directory))];
}

/// <summary>Registers the provider.</summary>
public static class ComputeSetup
{
    public static IServiceCollection AddCompute(this IServiceCollection services) => services.AddSingleton<IResourceProvider, ComputeProvider>();
}
