using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Registry;

/// <summary><c>POST /oauth2/exchange</c>: an access token of Entra ID for a refresh token of the registry.</summary>
/// <remarks>
/// Source: https://github.com/Azure/acr/blob/main/docs/AAD-OAuth.md#calling-post-oauth2exchange-to-get-an-acr-refresh-token, and for who is refused
/// https://learn.microsoft.com/azure/container-registry/container-registry-health-error-reference (CONNECTIVITY_REFRESH_TOKEN_ERROR)
/// </remarks>
internal sealed class ExchangeEndpoint(EntraSignIn entra, Rights rights, TokenMint mint, RefusalNotes refusals)
{
    private static readonly string[] WithAccessToken = ["access_token", "access_token_refresh_token"];

    public async Task<RegistryAnswer> AnswerAsync(HttpContext context, RegistryFacts registry)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            return RegistryAnswer.Of(RegistryErrors.NoSuchPath);
        }

        if (await TokenForm.ReadAsync(context) is not { } form)
        {
            return RegistryAnswer.Of(TokenErrors.NoForm);
        }

        var (grant, service, token) = (form.First("grant_type"), form.First("service"), form.First("access_token"));
        if (TokenErrors.WrongService(registry, service) is { } otherService)
        {
            return RegistryAnswer.Of(otherService);
        }

        if (!WithAccessToken.Contains(grant) || token is null)
        {
            return RegistryAnswer.Of(TokenErrors.Grant(grant, "access_token, with the access_token of Entra ID"));
        }

        if (!entra.Validate(registry, token).TryGet(out var principal, out var refused))
        {
            var error = Challenges.Unauthorized([]);
            refusals.Note(context, registry, error with { Message = refused.Message }, null, null, refused.Facts);
            return RegistryAnswer.Of(error);
        }

        var identity = RegistryIdentity.Of(principal);
        if (!rights.HasAny(registry, identity))
        {
            var error = Challenges.Unauthorized([]);
            refusals.Note(context, registry, error, identity, WantedRight.On("", DataAction.Pull));
            return RegistryAnswer.Of(error);
        }

        return RegistryAnswer.Json(new JsonObject { ["refresh_token"] = await mint.RefreshAsync(registry, principal, context.RequestAborted) });
    }
}
