using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class AuthenticationTests : CloudTest
{
    [Fact]
    public async Task Request_WithoutAToken_IsChallenged()
    {
        var reply = await Cloud.SendAsync("GET", Cloud.Subscription, change: r => r with { Token = null });

        reply.ShouldBeRefused(401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing.");
        reply.Headers["WWW-Authenticate"].ShouldContain("Bearer authorization_uri=");
    }

    [Fact]
    public async Task Request_WithATokenThatIsNone_IsRefused() =>
        (await Cloud.SendAsync("GET", Cloud.Subscription, change: r => r with { Token = "x.y.z" })).ShouldBeRefused(401, "InvalidAuthenticationToken");

    [Fact]
    public async Task Request_WithAChangedToken_IsRefused() =>
        (await Cloud.SendAsync("GET", Cloud.Subscription, change: r => r with { Token = Changed(r.Token!) }))
            .ShouldBeRefused(401, "InvalidAuthenticationToken", "The access token is invalid.");

    [Fact]
    public async Task Request_WithATokenThatHasEnded_IsRefused()
    {
        var token = await Cloud.TokenAsync(Cloud.Owner);
        Cloud.Advance(TimeSpan.FromHours(2));

        var reply = await Cloud.SendAsync("GET", Cloud.Subscription, change: r => r with { Token = token });

        reply.ShouldBeRefused(401, "ExpiredAuthenticationToken");
        reply.Headers["WWW-Authenticate"].ShouldContain("insufficient_claims");
    }

    [Fact]
    public async Task Request_WithATokenForAnotherApi_IsRefused()
    {
        var tokens = Cloud.Get<ITokenIssuer>();
        var identity = await Cloud.Get<IDirectory>().EnsureManagedIdentityAsync(Cloud.TenantId, "/subscriptions/s/x", ManagedIdentityKind.SystemAssigned);
        var token = (await tokens.ForManagedIdentityAsync(identity, Audience.Graph.Values[0])).Token!.Value;

        (await Cloud.SendAsync("GET", Cloud.Subscription, change: r => r with { Token = token })).ShouldBeRefused(401, "InvalidAuthenticationTokenAudience");
    }

    [Fact]
    public async Task Request_OfAPrincipalThatIsGone_IsRefused()
    {
        var identity = await Cloud.Get<IDirectory>().EnsureManagedIdentityAsync(Cloud.TenantId, "/subscriptions/s/x", ManagedIdentityKind.SystemAssigned);
        var token = await Cloud.TokenAsync(Cloud.IdentityOf(identity.ResourceId));
        await Cloud.Get<IDirectory>().DeleteManagedIdentityAsync(identity.ResourceId);

        (await Cloud.SendAsync("GET", "/subscriptions", change: r => r with { Token = token })).ShouldBeRefused(401, "InvalidAuthenticationToken");
    }

    private static string Changed(string token) => token[..^5] + (token[^5] == 'A' ? 'B' : 'A') + token[^4..];
}
