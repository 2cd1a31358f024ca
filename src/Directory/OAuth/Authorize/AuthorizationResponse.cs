using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Sends the browser back to the client, with a code or an error, in the way that the client asked for.</summary>
internal static class AuthorizationResponse
{
    public static Task SendAsync(HttpContext context, RedirectTarget target, IEnumerable<KeyValuePair<string, string>> fields)
    {
        List<KeyValuePair<string, string>> all = [.. fields];
        if (target.State is { } state)
        {
            all.Add(new("state", state));
        }

        if (target.Mode == "form_post")
        {
            return PageWriter.WriteFormPostAsync(context, target.Uri, all);
        }

        var encoded = string.Join('&', all.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}"));
        context.Response.StatusCode = StatusCodes.Status302Found;
        context.Response.Headers.Location = target.Mode == "fragment"
            ? $"{target.Uri}#{encoded}"
            : QueryHelpers.AddQueryString(target.Uri, all.Select(field => new KeyValuePair<string, string?>(field.Key, field.Value)));
        context.Response.Headers.CacheControl = "no-store, no-cache";
        return Task.CompletedTask;
    }

    public static Task SendErrorAsync(HttpContext context, RedirectTarget target, OAuthError error, string description)
    {
        List<KeyValuePair<string, string>> fields = [new("error", error.Error), new("error_description", description)];
        if (error.Suberror is { } suberror)
        {
            fields.Add(new("error_subcode", suberror));
        }

        return SendAsync(context, target, fields);
    }
}
