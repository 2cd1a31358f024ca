using Microsoft.AspNetCore.Http;

namespace Verditer.Directory;

/// <summary>Ends the browser's session. It leads back only to an address that some application has registered.</summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity-platform/v2-protocols-oidc#send-a-sign-out-request</remarks>
internal sealed class LogoutEndpoint(DirectoryIndex index, PageWriter pages)
{
    public Task HandleAsync(HttpContext context)
    {
        BrowserSessions.End(context);
        var after = context.Request.Query["post_logout_redirect_uri"].ToString();
        if (!IsRegistered(after))
        {
            return pages.WriteAsync(context, SignInPages.Message("You signed out of your account", "It's a good idea to close all browser windows."));
        }

        var state = context.Request.Query["state"].ToString();
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = state.Length == 0
            ? after
            : Microsoft.AspNetCore.WebUtilities.QueryHelpers.AddQueryString(after, "state", state);
        return Task.CompletedTask;
    }

    private bool IsRegistered(string address) => address.Length > 0
        && index.Applications.All.Any(app => RedirectUris.IsRegistered(app.WebRedirectUris().Concat(app.PublicRedirectUris()), address));
}
