using Verditer.Core;

namespace Verditer.Registry;

/// <summary>No registries: where no provider makes them.</summary>
internal sealed class NoRegistries : IRegistries
{
    public RegistryFacts? Find(string loginServer) => null;

    public RegistryUser? Verify(RegistryFacts registry, string userName, string password) => null;
}
