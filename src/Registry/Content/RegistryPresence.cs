using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Whether the registry that a request was let in for is still there: its deletion waits for the writes that are under way, and takes what comes later as never come.</summary>
internal static class RegistryPresence
{
    /// <summary>Asked under the lock under which is written.</summary>
    public static bool Has(this IRegistries registries, RegistryFacts registry) => registries.Find(registry.LoginServer) is { } now && now.IsSame(registry);
}
