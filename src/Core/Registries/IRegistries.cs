namespace Verditer.Core;

/// <summary>The registries that exist, and the credentials of their own. Served by the provider, asked by the data plane; answers from memory.</summary>
public interface IRegistries
{
    /// <summary>The registry of a login server's name, in any case; null where there is none.</summary>
    RegistryFacts? Find(string loginServer);

    /// <summary>Checks a user's name and password: the admin user's (either of two passwords) or a token's. Comparison is in constant time.</summary>
    /// <returns>What they may do; null where they are wrong, ended or disabled.</returns>
    RegistryUser? Verify(RegistryFacts registry, string userName, string password);
}

/// <summary>Who signed in with a credential of the registry itself.</summary>
/// <param name="Scopes">What a token's scope map allows; null for the admin user, who may do everything.</param>
public sealed record RegistryUser(string Name, IReadOnlyList<RegistryRight>? Scopes);

/// <summary>An action on repositories, as in scope maps: <c>repositories/hello-world/content/read</c>.</summary>
/// <param name="Repository">Its name, or a prefix that ends with <c>*</c>.</param>
/// <param name="Action"><c>content/read</c>, <c>content/write</c>, <c>content/delete</c>, <c>metadata/read</c> or <c>metadata/write</c>.</param>
public sealed record RegistryRight(string Repository, string Action);
