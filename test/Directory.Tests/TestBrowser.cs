using System.Net;
using System.Text.RegularExpressions;

namespace Verditer.Directory.Tests;

/// <summary>A person's browser: keeps cookies, fills in forms, follows no redirect by itself.</summary>
internal sealed partial class TestBrowser(TestDirectory entra) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = entra.Http.BaseAddress };
    private readonly Dictionary<string, string> _cookies = [];
    private string _address = "";

    public string Page { get; private set; } = "";

    public HttpStatusCode Status { get; private set; }

    /// <summary>Where the last answer led.</summary>
    public string? Location { get; private set; }

    public HttpResponseMessage Last { get; private set; } = null!;

    public string Title => WebUtility.HtmlDecode(Heading().Match(Page).Groups[1].Value);

    public Task OpenAsync(string address)
    {
        _address = address;
        return SendAsync(HttpMethod.Get, null);
    }

    /// <summary>Sends the page's form: its hidden fields, and what the person enters.</summary>
    public Task SubmitAsync(params (string Name, string Value)[] entered)
    {
        var fields = Hidden().Matches(Page).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
        foreach (var (name, value) in entered)
        {
            fields[name] = value;
        }

        return PostAsync(fields);
    }

    public Task PostAsync(IReadOnlyDictionary<string, string> fields) => SendAsync(HttpMethod.Post, fields);

    public Task SignInAsync(string user = "ada@verditer.onmicrosoft.com", string password = TestDirectory.Password) =>
        SubmitAsync(("username", user), ("password", password));

    public Dictionary<string, string> Answer() => Location![(Location!.IndexOfAny(['?', '#']) + 1)..].Split('&')
        .Select(pair => pair.Split('=', 2)).ToDictionary(pair => pair[0], pair => Uri.UnescapeDataString(pair[1]));

    public void Dispose()
    {
        Last?.Dispose();
        _http.Dispose();
    }

    private async Task SendAsync(HttpMethod method, IReadOnlyDictionary<string, string>? fields)
    {
        using var request = new HttpRequestMessage(method, _address) { Content = fields is null ? null : new FormUrlEncodedContent(fields) };
        request.Headers.TryAddWithoutValidation("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        Last?.Dispose();
        Last = await _http.SendAsync(request, TestDirectory.Cancelled);
        (Status, Location, Page) = (Last.StatusCode, Last.Headers.Location?.OriginalString, await Last.Content.ReadAsStringAsync(TestDirectory.Cancelled));
        foreach (var cookie in Last.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            cookie.ShouldContain("secure", Case.Insensitive);
            cookie.ShouldContain("httponly", Case.Insensitive);
            cookie.ShouldContain("samesite=lax", Case.Insensitive);
            var pair = cookie.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();

    [GeneratedRegex("<h1>(.*?)</h1>")]
    private static partial Regex Heading();
}
