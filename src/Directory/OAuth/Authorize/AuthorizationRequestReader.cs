using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>What was read, or why not. Only an error that was found after the redirect URI may be told to it.</summary>
internal readonly record struct ReadAuthorization(AuthorizationRequest? Request, OAuthError? Error, RedirectTarget? Target);

/// <summary>Where an answer goes.</summary>
internal sealed record RedirectTarget(string Uri, string Mode, string? State);

/// <summary>Reads and checks a request to the authorization endpoint: first the client and its redirect URI, then the rest.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#request-an-authorization-code</remarks>
internal sealed class AuthorizationRequestReader(DirectoryIndex index)
{
    private static readonly string[] Modes = ["query", "fragment", "form_post"];
    private static readonly string[] Prompts = ["none", "login", "select_account", "consent", "create"];

    public ReadAuthorization Read(HttpContext context, bool v1)
    {
        var tenantName = (string)context.Request.RouteValues["tenant"]!;
        var query = context.Request.Query;
        var tenant = SignInTenant.IsImplied(tenantName) ? null : index.FindTenant(tenantName);
        if (SignInTenant.IsConsumers(tenantName))
        {
            return new(null, SignInErrors.NoConsumers(Text("client_id") ?? ""), null);
        }

        if (tenant is null && !SignInTenant.IsImplied(tenantName))
        {
            return new(null, SignInTenant.Refuse(tenantName), null);
        }

        if (Text("client_id") is not { } clientId)
        {
            return new(null, SignInErrors.MissingParameter("client_id"), null);
        }

        var known = FirstPartyClient.Find(clientId);
        var app = known is null ? FindApplication(tenant, clientId) : null;
        if (known is null && app is null)
        {
            return new(null, SignInErrors.UnknownApplication(clientId, tenant ?? index.FirstTenant()!), null);
        }

        if ((Text("redirect_uri") ?? OnlyUri(app)) is not { } uri)
        {
            return new(null, SignInErrors.NoReplyAddress(), null);
        }

        var isPublic = known is not null || RedirectUris.IsRegistered(app!.PublicRedirectUris(), uri);
        if (known is not null ? !RedirectUris.IsFirstPartys(uri) : !isPublic && !RedirectUris.IsRegistered(app!.WebRedirectUris(), uri))
        {
            return new(null, SignInErrors.WrongReplyAddress(uri, clientId), null);
        }

        var types = (Text("response_type") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var mode = Text("response_mode") ?? (types.Contains("id_token") ? "fragment" : "query");
        var target = new RedirectTarget(uri, Modes.Contains(mode) ? mode : "query", Text("state"));
        var access = v1 ? RequestedAccess.OfResource(Text("resource")) : RequestedAccess.OfScopes(Text("scope") ?? "", out _);
        var isChallenge = CodeChallenge.TryRead(Text("code_challenge"), Text("code_challenge_method"), out var challenge);
        var prompts = (Text("prompt") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var error = !Modes.Contains(mode) ? SignInErrors.UnsupportedValue("response_mode")
            : FindWrongType(types, mode, app, Text("nonce"))
            ?? (!v1 && Text("scope") is null ? SignInErrors.MissingParameter("scope")
            : access is null ? SignInErrors.SeveralResources(Text("scope")!)
            : !isChallenge ? SignInErrors.WrongChallenge()
            : challenge is null && types.Contains("code") && app is not null && RedirectUris.IsRegistered(app.PageRedirectUris(), uri) ? SignInErrors.NoChallengeOfPage()
            : prompts.Except(Prompts).Any() || (prompts.Contains("none") && prompts.Length > 1) ? SignInErrors.UnsupportedValue("prompt")
            : null);
        return error is not null ? new(null, error, target) : new(
            new(tenantName, tenant, v1, clientId, known?.Name ?? app!.DisplayName, uri, isPublic, types, mode, access!, SignInAddress.Origin(context.Request))
            {
                State = target.State,
                Nonce = Text("nonce"),
                LoginHint = Text("login_hint"),
                Prompts = prompts,
                WantsClientInfo = Text("client_info") == "1",
                Challenge = challenge,
            },
            null,
            target);

        string? Text(string name) => query[name] is [{ Length: > 0 } value] ? value : null;
    }

    private ApplicationRecord? FindApplication(TenantRecord? tenant, string clientId) =>
        index.ApplicationsByAppId.Find(tenant is null ? clientId : DirectoryIndex.Key(tenant.Id, clientId));

    private static string? OnlyUri(ApplicationRecord? app) =>
        app is not null && app.PublicRedirectUris().Concat(app.WebRedirectUris()).Take(2).ToList() is [var only] ? only : null;

    private static OAuthError? FindWrongType(string[] types, string mode, ApplicationRecord? app, string? nonce) =>
        types.Length == 0 ? SignInErrors.MissingParameter("response_type")
        : types.Except(["code", "id_token"]).Any() ? SignInErrors.UnsupportedResponseType(string.Join(' ', types))
        : !types.Contains("id_token") ? null
        : app?.MayIssueIdTokens() != true ? SignInErrors.ResponseTypeNotEnabled()
        : mode == "query" ? SignInErrors.QueryForTokens()
        : nonce is null ? SignInErrors.MissingParameter("nonce")
        : null;
}
