using Verditer.Core;

namespace Verditer.Registry.Tests;

/// <summary>Registries that a test sets, in place of the resource provider's.</summary>
internal sealed class SetRegistries : IRegistries
{
    public const string Admin = "admin";
    public const string Password = "a-password-of-a-test";

    private readonly Dictionary<string, RegistryFacts> _all = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Users beside the admin, by name; their password is the same.</summary>
    public Dictionary<string, RegistryUser> Users { get; } = [];

    public void Set(RegistryFacts registry) => _all[registry.LoginServer] = registry;

    public void Remove(RegistryFacts registry) => _all.Remove(registry.LoginServer);

    public RegistryFacts? Find(string loginServer) => _all.GetValueOrDefault(loginServer);

    public RegistryUser? Verify(RegistryFacts registry, string userName, string password) =>
        password != Password ? null : userName == Admin ? new(Admin, null) : Users.GetValueOrDefault(userName);
}
