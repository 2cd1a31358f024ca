using Verditer.Core;

namespace Verditer.Registry;

/// <summary>What is wrong with a request for a token.</summary>
/// <remarks>Believed: Azure documents what must be sent, and not what it says otherwise.</remarks>
internal static class TokenErrors
{
    public static readonly RegistryError NoForm = new(400, "BAD_REQUEST", "The body is not a form.");

    /// <summary>Null where the service is this registry, or is not named.</summary>
    public static RegistryError? WrongService(RegistryFacts registry, string? service) =>
        service is null || service.Equals(registry.LoginServer, StringComparison.OrdinalIgnoreCase)
            ? null
            : new(400, "BAD_REQUEST", $"The service '{service}' is not this registry, '{registry.LoginServer}'.");

    public static RegistryError Grant(string? grant, string served) => new(400, "BAD_REQUEST", $"The grant_type '{grant}' is not served here, or lacks what it needs. Use {served}.");
}
