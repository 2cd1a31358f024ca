using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Whether a registry holds as much as its SKU allows: then nothing more is pushed.</summary>
/// <remarks>Source: https://learn.microsoft.com/azure/container-registry/container-registry-skus#service-tier-features-and-limits</remarks>
internal sealed class Quota(ContentIndex index)
{
    public bool IsFull(RegistryFacts registry) => registry.StorageLimit is { } limit && index.Find(registry.LoginServer).Usage.Size >= limit;
}
