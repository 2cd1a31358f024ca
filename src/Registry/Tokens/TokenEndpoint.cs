using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary><c>/oauth2/token</c>: a credential for an access token with the rights that are asked for, as far as they are held.</summary>
/// <remarks>
/// Source: https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md#calling-post-oauth2token-to-get-an-acr-access-token and
/// https://distribution.github.io/distribution/spec/auth/oauth/
/// </remarks>
internal sealed class TokenEndpoint(Credentials credentials, Rights rights, Gate gate, TokenMint mint, RefusalNotes refusals)
{
    public async Task<RegistryAnswer> AnswerAsync(HttpContext context, RegistryFacts registry)
    {
        if (!HttpMethods.IsPost(context.Request.Method) && !HttpMethods.IsGet(context.Request.Method))
        {
            return RegistryAnswer.Of(RegistryErrors.Unsupported);
        }

        if (await TokenForm.ReadAsync(context) is not { } form)
        {
            return RegistryAnswer.Of(TokenErrors.NoForm);
        }

        if (TokenErrors.WrongService(registry, form.First("service")) is { } otherService)
        {
            return RegistryAnswer.Of(otherService);
        }

        var wanted = TokenScope.Parse(form.All("scope"));
        var (credential, error) = await AuthenticateAsync(context, registry, form);
        if (error is not null)
        {
            return RegistryAnswer.Of(error);
        }

        if (credential is null)
        {
            var refusal = Challenges.Unauthorized(wanted);
            refusals.Note(context, registry, refusal, null, null);
            return RegistryAnswer.Of(refusal);
        }

        var granted = wanted.Where(right => gate.Has(registry, credential, right)).ToList();
        if (granted.Count == 0 && (wanted.Count > 0 || (credential.Identity.IsAnonymous && !registry.AnonymousPull)))
        {
            var refusal = Challenges.Unauthorized(wanted);
            refusals.Note(context, registry, refusal, credential.Identity, wanted.FirstOrDefault(right => !rights.Has(registry, credential.Identity, right)));
            return RegistryAnswer.Of(refusal);
        }

        return RegistryAnswer.Json(new JsonObject { ["access_token"] = await mint.AccessAsync(registry, credential, granted, context.RequestAborted) });
    }

    /// <summary>The caller; null where what it brought is not good.</summary>
    private async Task<(Credential? Found, RegistryError? Error)> AuthenticateAsync(HttpContext context, RegistryFacts registry, TokenForm form)
    {
        if (form.First("grant_type") is not { } grant)
        {
            var (found, isBad) = await credentials.ReadAsync(context.Request, registry);
            return (found ?? (isBad ? null : new(RegistryIdentity.Anonymous, null)), null);
        }

        return grant switch
        {
            "refresh_token" when form.First("refresh_token") is { } token =>
                (await credentials.FromTokenAsync(registry, token, TokenKind.Refresh, context.RequestAborted), null),
            "password" when form.First("username") is { } user && form.First("password") is { } password =>
                (await credentials.FromPasswordAsync(registry, user, password, context.RequestAborted), null),
            _ => (null, TokenErrors.Grant(grant, "refresh_token or password")),
        };
    }
}
