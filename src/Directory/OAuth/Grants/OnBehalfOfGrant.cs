using System.Security.Cryptography;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>A service that got a user's token asks for one for another API, for the same user.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow</remarks>
internal sealed class OnBehalfOfGrant(DirectoryIndex index, KeyRing keys, ClientAuthenticator clients, UserTokens tokens, TimeProvider time) : IGrant
{
    public string GrantType => "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public async ValueTask<TokenAnswer> AnswerAsync(TokenRequest request, CancellationToken cancellationToken)
    {
        if (FindMissing(request) is { } missing)
        {
            return missing;
        }

        if (SignedJwt.Read(request.Parameters.Text("assertion")!) is not { KeyId: { } kid } assertion)
        {
            return SignInErrors.MalformedUserAssertion();
        }

        if (keys.Find(kid) is not { } signer || !IsSigned(assertion, signer) || index.FindTenant(signer.Record.TenantId) is not { } tenant)
        {
            return SignInErrors.WrongUserAssertion(kid);
        }

        if (request.NamedTenant is { } named && named.Id != tenant.Id)
        {
            return SignInErrors.GrantOfAnotherTenant();
        }

        if (request.ReadAccess(out var invalid) is not { } access)
        {
            return invalid!;
        }

        var (client, refused) = await clients.AuthenticateAsync(
            tenant, request.ClientId, request.Parameters, request.Host, SignInErrors.NoClientCredential(), request.Attempt, cancellationToken);
        if (client is null)
        {
            return refused!;
        }

        var user = index.Users.Find(DirectoryIndex.Key(tenant.Id, assertion.Payload.Text("oid") ?? ""));
        return FindRefusal(assertion, client, tenant, user) is { } refusal
            ? refusal
            : tokens.Issue(request.SessionOf(tenant, user!, client, Issued(assertion)), access, request.ByResource, request.Origin);
    }

    private static OAuthError? FindMissing(TokenRequest request) =>
        request.Parameters.Text("requested_token_use") switch
        {
            null => SignInErrors.MissingParameter("requested_token_use"),
            not "on_behalf_of" => SignInErrors.UnsupportedValue("requested_token_use"),
            _ when request.Parameters.Text("assertion") is null => SignInErrors.MissingParameter("assertion"),
            _ when !request.ByResource && request.Parameters.Scope is null => SignInErrors.MissingParameter("scope"),
            _ => null,
        };

    private OAuthError? FindRefusal(SignedJwt assertion, KnownClient client, TenantRecord tenant, UserRecord? user)
    {
        var now = time.GetUtcNow();
        return !IsFor(client, assertion.Audiences) ? SignInErrors.UserAssertionForAnother(string.Join(' ', assertion.Audiences), client.ClientId, client.DisplayName)
            : assertion.Expires is not { } end || now >= end ? SignInErrors.EndedUserAssertion(now, assertion.Expires ?? DateTimeOffset.UnixEpoch)
            : assertion.Payload.Text("idtyp") == "app" ? SignInErrors.NoUserInAssertion()
            : assertion.Payload.Text("scp") is null ? SignInErrors.IdTokenAsAssertion()
            : user is null ? SignInErrors.UnknownUser(tenant)
            : !user.Enabled ? SignInErrors.DisabledUser()
            : UserSessions.Ended(user, Issued(assertion)) ? SignInErrors.Revoked(Issued(assertion), UserSessions.ValidFrom(user))
            : null;
    }

    private static DateTimeOffset Issued(SignedJwt assertion) => (assertion.NotBefore ?? DateTimeOffset.UnixEpoch) + TokenMint.DatedBack;

    private static bool IsFor(KnownClient client, IReadOnlyList<string> audiences) =>
        audiences.Contains(client.ClientId, StringComparer.OrdinalIgnoreCase)
        || audiences.Contains($"api://{client.ClientId}", StringComparer.OrdinalIgnoreCase)
        || client.Application?.IdentifierUris.Intersect(audiences.Select(one => one.TrimEnd('/')), StringComparer.OrdinalIgnoreCase).Any() == true;

    private static bool IsSigned(SignedJwt assertion, SigningKey signer)
    {
        using var key = RSA.Create(signer.Public);
        return assertion.IsSignedBy(key, "RS256") && Issuers.IsOf(signer.Record.TenantId, assertion.Issuer);
    }
}
