using System.Text.Json;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Validates the registry's tokens: signature, kind, registry, time, and that the principal still exists.</summary>
internal sealed class TokenReader(TokenKey key, IDirectory directory, TimeProvider time)
{
    private const int MostCharacters = 16 * 1024;

    public static string GrantType(TokenKind kind) => kind == TokenKind.Refresh ? "refresh_token" : "access_token";

    /// <summary>The holder; null where the token is not good, or not of this kind or registry.</summary>
    public async ValueTask<Credential?> ReadAsync(RegistryFacts registry, string token, TokenKind kind, CancellationToken cancellationToken)
    {
        if (token.Length > MostCharacters || !await key.OpenAsync(make: false, cancellationToken) || key.Open(token) is not { } payload || JsonSerializer.Deserialize(payload, TokenJson.Default.TokenClaims) is not { } claims
            || claims.GrantType != GrantType(kind) || claims.Issuer != TokenClaims.OwnIssuer || claims.Audience != registry.LoginServer || claims.RegistryId != TokenClaims.RegistryOf(registry))
        {
            return null;
        }

        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return now < claims.NotBefore || now >= claims.Expires || Holder(claims) is not { } identity ? null
            : kind == TokenKind.Refresh ? new(identity, null)
            : new(identity, Granted(claims), DateTimeOffset.FromUnixTimeSeconds(claims.Expires));
    }

    private RegistryIdentity? Holder(TokenClaims claims)
    {
        if (claims.User is { } user)
        {
            return RegistryIdentity.Of(new RegistryUser(user, []));
        }

        if (claims is not { Tenant: { } tenant, ObjectId: { } id })
        {
            return RegistryIdentity.Anonymous;
        }

        return directory.FindPrincipal(tenant, id) is { } principal
            ? RegistryIdentity.Of(new Caller(
                tenant, id, claims.AppId, claims.Subject, principal.Kind, claims.Groups ?? [], DateTimeOffset.FromUnixTimeSeconds(claims.Expires))
            { Issued = DateTimeOffset.FromUnixTimeSeconds(claims.Issued) })
            : null;
    }

    private static List<WantedRight> Granted(TokenClaims claims) =>
    [
        .. from access in claims.Access ?? []
           from action in access.Actions
           let known = DataAction.All.FirstOrDefault(one => one.Name == action)
           where known is not null
           select new WantedRight(access.Type, access.Name, known),
    ];
}
