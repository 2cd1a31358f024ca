using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Reads the credential that a request brings.</summary>
internal sealed class Credentials(TokenReader tokens, IRegistries registries, EntraSignIn entra)
{
    /// <summary>The user's name of somebody who signs in with a token of the registry.</summary>
    public const string TokenUser = "00000000-0000-0000-0000-000000000000";

    /// <summary>The request's credential; null without an error where it brings none.</summary>
    public async Task<(Credential? Found, bool IsBad)> ReadAsync(HttpRequest request, RegistryFacts registry)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header))
        {
            return (null, request.Headers.Authorization.Count > 0);
        }

        var aborted = request.HttpContext.RequestAborted;
        var found = header.Scheme.ToLowerInvariant() switch
        {
            "bearer" => await FromTokenAsync(registry, header.Parameter ?? "", TokenKind.Access, aborted),
            "basic" when Split(header.Parameter) is var (user, password) => await FromPasswordAsync(registry, user, password, aborted),
            _ => null,
        };
        return (found, found is null);
    }

    /// <summary>Whose name and password these are: somebody's with a token of the registry, a user of the registry, or an application.</summary>
    public async Task<Credential?> FromPasswordAsync(RegistryFacts registry, string user, string password, CancellationToken cancellationToken)
    {
        if (user == TokenUser)
        {
            return await FromTokenAsync(registry, password, TokenKind.Refresh, cancellationToken) ?? await FromTokenAsync(registry, password, TokenKind.Access, cancellationToken);
        }

        if (registries.Verify(registry, user, password) is { } known)
        {
            return new(RegistryIdentity.Of(known), null);
        }

        return Guid.TryParse(user, out _) && await entra.SignInAsync(registry, user, password, cancellationToken) is { } application
            ? new(RegistryIdentity.Of(application), null)
            : null;
    }

    /// <summary>The holder of a token of this registry and of this kind; null where it is not one, or not any more.</summary>
    public ValueTask<Credential?> FromTokenAsync(RegistryFacts registry, string token, TokenKind kind, CancellationToken cancellationToken) =>
        tokens.ReadAsync(registry, token, kind, cancellationToken);

    private static (string User, string Password)? Split(string? parameter)
    {
        var bytes = new byte[parameter?.Length ?? 0];
        if (!Convert.TryFromBase64String(parameter ?? "", bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : (text[..colon], text[(colon + 1)..]);
    }
}
