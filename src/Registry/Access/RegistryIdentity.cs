using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Who asks: nobody in particular, a principal of Entra ID, or a user of the registry's own.</summary>
/// <param name="Principal">Null where it is not one of Entra ID's.</param>
/// <param name="User">Null where it is not one of the registry's.</param>
internal sealed record RegistryIdentity(Caller? Principal, RegistryUser? User)
{
    public static readonly RegistryIdentity Anonymous = new(null, null);

    public bool IsAnonymous => Principal is null && User is null;

    public static RegistryIdentity Of(Caller principal) => new(principal, null);

    public static RegistryIdentity Of(RegistryUser user) => new(null, user);
}

/// <summary>A credential that was found good.</summary>
/// <param name="Granted">What its access token is for, and nothing else; null for a credential that stands for all that its holder may do.</param>
/// <param name="Ends">When that access token ends: nothing that is got by it lasts longer.</param>
internal sealed record Credential(RegistryIdentity Identity, IReadOnlyList<WantedRight>? Granted, DateTimeOffset? Ends = null);
