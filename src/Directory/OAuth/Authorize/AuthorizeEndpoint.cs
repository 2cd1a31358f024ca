using System.Globalization;
using Microsoft.AspNetCore.Http;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>
/// The authorization endpoint: signs a person in and sends the browser back to the client. Every page posts back to this same address, which is read and
/// checked anew each time, so nothing of a sign-in is kept on the server.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow</remarks>
internal sealed class AuthorizeEndpoint(
    AuthorizationRequestReader reader, PageWriter pages, PasswordSteps passwords, BrowserSessions sessions, InteractiveClients clients, Consent consent,
    AuthorizationCodes codes, UserTokens tokens, SignInLog signIns, TimeProvider time)
{
    public RequestDelegate Handle(bool v1) => context => HandleAsync(context, v1);

    private async Task HandleAsync(HttpContext context, bool v1)
    {
        var attempt = SignInAttempt.Of(context, "authorize");
        var (request, error, target) = reader.Read(context, v1);
        if (request is null)
        {
            await FailAsync(context, target, error!, attempt);
            return;
        }

        (attempt.ClientId, attempt.Resource, attempt.TenantId) = (request.ClientId, request.Access.Resource, request.Tenant?.Id);
        await (HttpMethods.IsPost(context.Request.Method)
            ? TakeFormAsync(context, request, target!, attempt)
            : BeginAsync(context, request, target!, attempt));
    }

    private Task BeginAsync(HttpContext context, AuthorizationRequest request, RedirectTarget target, SignInAttempt attempt)
    {
        var session = sessions.Read(context) is { } found && Fits(request, found) ? found : null;
        return session is null
            ? request.Prompts.Contains("none")
                ? FailAsync(context, target, SignInErrors.NobodySignedIn(), attempt)
                : ShowAsync(context, request, SignInPages.SignIn(request.ClientName, request.LoginHint))
            : request.Prompts.Contains("login") ? ShowAsync(context, request, SignInPages.SignIn(request.ClientName, request.LoginHint ?? session.User.UserPrincipalName))
            : request.Prompts.Contains("select_account") ? ShowAsync(context, request, SignInPages.ChooseAccount(request.ClientName, session.User.UserPrincipalName))
            : ContinueAsync(context, request, target, session, attempt);
    }

    private async Task TakeFormAsync(HttpContext context, AuthorizationRequest request, RedirectTarget target, SignInAttempt attempt)
    {
        var form = await FormFields.ReadAsync(context.Request);
        if (!pages.IsOwnForm(context, form))
        {
            await ShowAsync(context, request, SignInPages.SignIn(request.ClientName, request.LoginHint, "The page was too old. Please try again."));
            return;
        }

        var session = sessions.Read(context);
        switch (form.Find("step"))
        {
            case "password" or "change":
                var step = await passwords.TakeAsync(context, form, request.Tenant, request.ClientName, attempt);
                if (step.Error is { } wrong)
                {
                    Log(attempt, wrong);
                }

                await (step.Session is { } begun ? ContinueAsync(context, request, target, begun, attempt) : ShowAsync(context, request, step.Page!));
                break;
            case "account" when session is not null && form.Find("answer") == "continue" && Fits(request, session):
                await ContinueAsync(context, request, target, session, attempt);
                break;
            case "consent" when session is not null && Fits(request, session):
                await TakeConsentAsync(context, request, target, session, form.Find("answer") == "accept", attempt);
                break;
            default:
                await ShowAsync(context, request, SignInPages.SignIn(request.ClientName, request.LoginHint));
                break;
        }
    }

    private async Task TakeConsentAsync(
        HttpContext context, AuthorizationRequest request, RedirectTarget target, BrowserSession session, bool accepted, SignInAttempt attempt)
    {
        if (!accepted)
        {
            await FailAsync(context, target, SignInErrors.Declined(), attempt);
            return;
        }

        var (client, error) = clients.Find(session.Tenant, request.ClientId);
        if (client is null || consent.Resolve(session.Tenant, client, session.User, request.Access, request.Origin, out error, request.Prompts.Contains("consent")) is not { } access)
        {
            await FailAsync(context, target, error!, attempt);
            return;
        }

        if (!consent.MayBeGivenBy(session.Tenant, client, session.User, access))
        {
            await FailAsync(context, target, SignInErrors.AdministratorRequired(), attempt);
            return;
        }

        if (!consent.IsGiven(session.Tenant, client, session.User, access))
        {
            await consent.GiveAsync(session.Tenant, client, session.User, access, context.RequestAborted);
        }

        await ContinueAsync(context, request with { Prompts = [] }, target, session, attempt);
    }

    /// <summary>The user is known: consent, then the way back.</summary>
    private async Task ContinueAsync(
        HttpContext context, AuthorizationRequest request, RedirectTarget target, BrowserSession session, SignInAttempt attempt)
    {
        (attempt.TenantId, attempt.UserId, attempt.UserPrincipalName) = (session.Tenant.Id, session.User.Id, session.User.UserPrincipalName);
        var (client, error) = clients.Find(session.Tenant, request.ClientId);
        if (client is null || consent.Resolve(session.Tenant, client, session.User, request.Access, request.Origin, out error, request.Prompts.Contains("consent")) is not { } access)
        {
            await FailAsync(context, target, error!, attempt);
            return;
        }

        var isGiven = consent.IsGiven(session.Tenant, client, session.User, access);
        if (!isGiven && request.Prompts.Contains("none"))
        {
            await FailAsync(context, target, SignInErrors.InteractionRequired(client.ClientId, client.DisplayName), attempt);
        }
        else if (!isGiven && !consent.MayBeGivenBy(session.Tenant, client, session.User, access))
        {
            Log(attempt, SignInErrors.AdministratorRequired());
            await ShowAsync(context, request, SignInPages.NeedAdministrator(client.DisplayName, access, leadsBack: true));
        }
        else if (!isGiven || (request.Prompts.Contains("consent") && client.Principal is not null))
        {
            await ShowAsync(context, request, SignInPages.AskConsent(client.DisplayName, session.User.UserPrincipalName, access));
        }
        else
        {
            Log(attempt, null);
            await AuthorizationResponse.SendAsync(context, target, Answer(request, session, client, attempt));
        }
    }

    private List<KeyValuePair<string, string>> Answer(AuthorizationRequest request, BrowserSession session, KnownClient client, SignInAttempt attempt)
    {
        var user = new UserSession(session.Tenant, session.User, client, session.Authenticated, [], attempt.IpAddress) { Nonce = request.Nonce };
        List<KeyValuePair<string, string>> fields = [];
        if (request.ResponseTypes.Contains("code"))
        {
            fields.Add(new("code", codes.Create(new(request, session.Tenant, session.User, session.Authenticated))));
        }

        if (request.ResponseTypes.Contains("id_token"))
        {
            fields.Add(new("id_token", tokens.IdToken(user, request.V1)));
        }

        if (request.WantsClientInfo)
        {
            fields.Add(new("client_info", UserTokens.ClientInfo(user)));
        }

        fields.Add(new("session_state", attempt.CorrelationId));
        return fields;
    }

    private static bool Fits(AuthorizationRequest request, BrowserSession session) =>
        (request.Tenant is null || request.Tenant.Id == session.Tenant.Id)
        && (request.LoginHint is null || request.LoginHint.Equals(session.User.UserPrincipalName, StringComparison.OrdinalIgnoreCase));

    private Task ShowAsync(HttpContext context, AuthorizationRequest request, PageContent page) =>
        pages.WriteAsync(context, page with { LeadsTo = request.RedirectUri });

    /// <summary>Tells the client, where its redirect URI is its own; otherwise the person alone.</summary>
    private Task FailAsync(HttpContext context, RedirectTarget? target, OAuthError error, SignInAttempt attempt)
    {
        Log(attempt, error);
        var timestamp = time.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var description = OAuthResponse.Describe(error, attempt, timestamp);
        return target is null
            ? pages.WriteAsync(context, SignInPages.Failure(description, error.Status))
            : AuthorizationResponse.SendErrorAsync(context, target, error.Error == "invalid_grant" ? error with { Error = "access_denied" } : error, description);
    }

    private void Log(SignInAttempt attempt, OAuthError? error) => signIns.Add(attempt.Close(error, time));
}
