using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>How many tokens, and how many scope maps of its own, a registry of its tier may have.</summary>
internal sealed class ScopedAccessLimit(ResourceStore resources)
{
    /// <param name="created">A token or scope map that is to be made.</param>
    public async ValueTask<ArmError?> CheckAsync(ResourceId created, CancellationToken cancellationToken)
    {
        var registry = created.Parent!;
        var most = RegistrySku.Find((await resources.FindAsync(registry, cancellationToken))?.Body.Text("sku", "name"))?.ScopedAccess ?? int.MaxValue;
        var there = await resources.ListAsync(registry, created.Type, cancellationToken);
        return there.Count(r => !BuiltInScopeMaps.IsOne(r)) < most
            ? null
            : new ArmError(409, "QuotaExceeded", $"The registry {registry.Name} has {most} resources of the type '{created.Type.Path}' already, the most that its SKU allows.");
    }
}
