using System.Text.Json;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Makes the registry's tokens.</summary>
internal sealed class TokenMint(TokenKey key, TimeProvider time)
{
    /// <summary>How long access tokens last, as in Azure.</summary>
    public static readonly TimeSpan AccessLifetime = TimeSpan.FromMinutes(75);

    /// <summary>The longest that a refresh token lasts; it ends with the Entra token that it was exchanged for.</summary>
    public static readonly TimeSpan RefreshLifetime = TimeSpan.FromHours(3);

    public Task<string> RefreshAsync(RegistryFacts registry, Caller principal, CancellationToken cancellationToken) =>
        SignAsync(Claims(registry, RegistryIdentity.Of(principal), TokenKind.Refresh, End(RefreshLifetime, principal.Expires)), cancellationToken);

    /// <param name="granted">What it is for; none for a token that only proves who its holder is.</param>
    public Task<string> AccessAsync(RegistryFacts registry, Credential credential, IReadOnlyList<WantedRight> granted, CancellationToken cancellationToken) => SignAsync(
        Claims(registry, credential.Identity, TokenKind.Access, End(AccessLifetime, credential.Ends)) with
        {
            Access = [.. granted.GroupBy(right => (right.Type, right.Name)).Select(group => new TokenAccess(group.Key.Type, group.Key.Name, [.. group.Select(right => right.Action.Name)]))],
        },
        cancellationToken);

    private async Task<string> SignAsync(TokenClaims claims, CancellationToken cancellationToken)
    {
        await key.OpenAsync(make: true, cancellationToken);
        return key.Sign(JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.TokenClaims));
    }

    private DateTimeOffset End(TimeSpan lifetime, DateTimeOffset? latest)
    {
        var end = time.GetUtcNow() + lifetime;
        return latest < end ? latest.Value : end;
    }

    private TokenClaims Claims(RegistryFacts registry, RegistryIdentity identity, TokenKind kind, DateTimeOffset end)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        return new()
        {
            Id = Guid.NewGuid().ToString(),
            Subject = identity.Principal?.ClientName ?? identity.User?.Name ?? "",
            NotBefore = now,
            Issued = now,
            Expires = end.ToUnixTimeSeconds(),
            Audience = registry.LoginServer,
            RegistryId = TokenClaims.RegistryOf(registry),
            GrantType = TokenReader.GrantType(kind),
            Tenant = identity.Principal?.TenantId,
            ObjectId = identity.Principal?.ObjectId,
            AppId = identity.Principal?.AppId,
            PrincipalKind = identity.Principal?.Kind.ToString(),
            Groups = identity.Principal?.Groups is { Count: > 0 } groups ? groups : null,
            User = identity.User?.Name,
        };
    }
}
