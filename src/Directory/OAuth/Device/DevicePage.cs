using Microsoft.AspNetCore.Http;

namespace Verditer.Directory;

/// <summary>The page where a person enters a device's code, signs in and approves. The code in the address is all that it remembers.</summary>
internal sealed class DevicePage(
    DeviceCodes codes, PageWriter pages, PasswordSteps passwords, BrowserSessions sessions, InteractiveClients clients, Consent consent, SignInLog signIns,
    TimeProvider time)
{
    private const string CodeField = "user_code";

    public async Task HandleAsync(HttpContext context)
    {
        var code = context.Request.Query[CodeField].ToString();
        var device = codes.FindOpen(code);
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            await pages.WriteAsync(context, device is null ? SignInPages.EnterCode(code) : Next(device, sessions.Read(context)));
            return;
        }

        var form = await FormFields.ReadAsync(context.Request);
        if (!pages.IsOwnForm(context, form))
        {
            await pages.WriteAsync(context, SignInPages.EnterCode(code, "The page was too old. Please try again."));
        }
        else if (form.Find("step") == "code" || device is null)
        {
            await TakeCodeAsync(context, form.Find("code"));
        }
        else
        {
            await TakeStepAsync(context, device, form);
        }
    }

    private Task TakeCodeAsync(HttpContext context, string? entered)
    {
        if (codes.FindOpen(entered) is not { } device)
        {
            return pages.WriteAsync(context, SignInPages.EnterCode(null, "That code didn't work. Check the code and try again."));
        }

        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = $"{context.Request.PathBase}{context.Request.Path}?{CodeField}={device.UserCode}";
        return Task.CompletedTask;
    }

    private async Task TakeStepAsync(HttpContext context, DeviceCode device, FormFields form)
    {
        var attempt = SignInAttempt.Of(context, "device");
        (attempt.ClientId, attempt.Resource) = (device.ClientId, device.Access.Resource);
        var session = sessions.Read(context);
        switch (form.Find("step"))
        {
            case "password" or "change":
                var step = await passwords.TakeAsync(context, form, device.Tenant, device.ClientName, attempt);
                if (step.Error is not null || step.Session is not null)
                {
                    signIns.Add(attempt.Close(step.Error, time));
                }

                await pages.WriteAsync(context, step.Page ?? Next(device, step.Session));
                break;
            case "confirm" when session is not null && form.Find("code") == device.UserCode:
                await pages.WriteAsync(context, await DecideAsync(device, session, form.Find("answer") == "continue", attempt, context.RequestAborted));
                break;
            default:
                await pages.WriteAsync(context, Next(device, null));
                break;
        }
    }

    private static PageContent Next(DeviceCode device, BrowserSession? session) =>
        session is null || (device.Tenant is { } tenant && tenant.Id != session.Tenant.Id)
            ? SignInPages.SignIn(device.ClientName, null)
            : SignInPages.ConfirmDevice(device.ClientName, session.User.UserPrincipalName, device.UserCode);

    /// <summary>To continue is to consent: the page names the client.</summary>
    private async Task<PageContent> DecideAsync(
        DeviceCode device, BrowserSession session, bool accepted, SignInAttempt attempt, CancellationToken cancellationToken)
    {
        (attempt.TenantId, attempt.UserId, attempt.UserPrincipalName) = (session.Tenant.Id, session.User.Id, session.User.UserPrincipalName);
        if (!accepted)
        {
            signIns.Add(attempt.Close(SignInErrors.Declined(), time));
            device.Decline();
            return SignInPages.Message("Sign-in canceled", $"{device.ClientName} was not signed in. You can close this window now.");
        }

        var (client, error) = clients.Find(session.Tenant, device.ClientId);
        if (client is null || consent.Resolve(session.Tenant, client, session.User, device.Access, null, out error) is not { } access)
        {
            signIns.Add(attempt.Close(error, time));
            return SignInPages.Failure($"AADSTS{error!.Number}: {error.Text} Trace ID: {attempt.Id} Correlation ID: {attempt.CorrelationId}", error.Status);
        }

        if (!consent.IsGiven(session.Tenant, client, session.User, access))
        {
            if (!consent.MayBeGivenBy(session.Tenant, client, session.User, access))
            {
                signIns.Add(attempt.Close(SignInErrors.AdministratorRequired(), time));
                device.Decline();
                return SignInPages.NeedAdministrator(client.DisplayName, access, leadsBack: false);
            }

            await consent.GiveAsync(session.Tenant, client, session.User, access, cancellationToken);
        }

        device.Approve(session);
        return SignInPages.Message(device.ClientName, $"You have signed in to {device.ClientName} on your device. You may now close this window.");
    }
}
