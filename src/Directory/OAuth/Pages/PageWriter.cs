using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Verditer.Directory;

/// <summary>
/// Writes pages with the headers that keep them safe, and knows whether a form came from one of them: it carries a canary that fits the browser's cookie,
/// and nobody else can make one.
/// </summary>
internal sealed class PageWriter
{
    private const string Cookie = "__Host-verditer-canary";

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);

    public static CookieOptions CookieOptions => new() { HttpOnly = true, Secure = true, SameSite = SameSiteMode.Lax, Path = "/", IsEssential = true };

    public bool IsOwnForm(HttpContext context, FormFields form) =>
        context.Request.Cookies[Cookie] is { Length: > 0 } secret && form.Find("canary") is { } canary
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(canary), Encoding.UTF8.GetBytes(Canary(secret)));

    public Task WriteAsync(HttpContext context, PageContent page)
    {
        var canary = Canary(Secret(context));
        var nonce = NewText();
        var leadsTo = page.LeadsTo is { } target && Uri.TryCreate(target, UriKind.Absolute, out var uri)
            ? uri.Scheme is "http" or "https" ? $" {uri.Scheme}://{uri.Authority}" : $" {uri.Scheme}:"
            : "";
        return WriteHtmlAsync(context, page.Status, Html.Page(page.Title, Html.Error(page.Error) + page.Body(canary), nonce),
            $"default-src 'none'; style-src 'nonce-{nonce}'; form-action 'self'{leadsTo}; frame-ancestors 'none'; base-uri 'none'");
    }

    /// <summary>A form that the browser sends to the client; where scripts are off, a person presses its button.</summary>
    public static Task WriteFormPostAsync(HttpContext context, string address, IEnumerable<KeyValuePair<string, string>> fields)
    {
        var nonce = NewText();
        var form = $"<form id=\"f\" method=\"post\" action=\"{Html.Encode(address)}\">"
            + string.Concat(fields.Select(field => Html.Hidden(field.Key, field.Value))) + Html.Button("Continue") + "</form>"
            + $"<script nonce=\"{nonce}\">document.getElementById('f').submit()</script>";
        return WriteHtmlAsync(context, 200, Html.Page("Working...", form, nonce),
            $"default-src 'none'; style-src 'nonce-{nonce}'; script-src 'nonce-{nonce}'; frame-ancestors 'none'; base-uri 'none'");
    }

    private static Task WriteHtmlAsync(HttpContext context, int status, string html, string policy)
    {
        var (response, bytes) = (context.Response, Encoding.UTF8.GetBytes(html));
        response.StatusCode = status;
        response.ContentType = "text/html; charset=utf-8";
        response.ContentLength = bytes.Length;
        response.Headers.ContentSecurityPolicy = policy;
        response.Headers.XFrameOptions = "DENY";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers.CacheControl = "no-store, no-cache";
        return response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static string Secret(HttpContext context)
    {
        if (context.Request.Cookies[Cookie] is { Length: > 0 } known)
        {
            return known;
        }

        var secret = NewText();
        context.Response.Cookies.Append(Cookie, secret, CookieOptions);
        return secret;
    }

    private static string NewText() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    private string Canary(string secret) => Base64Url.EncodeToString(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(secret)));
}
