using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Host.Tests.Secrets;

/// <summary>Sign-ins over the wire, by Azure's names: the token endpoint, and the pages as a browser without script has them.</summary>
internal sealed partial class SignInSession(TestHost host) : IDisposable
{
    public const string AzureCli = "04b07795-8ddb-461a-bbee-02f9e1bf7b46";
    private const string Authority = "https://login.microsoftonline.com";

    private readonly HttpClient _http = host.Client();
    private Uri _address = new(Authority);
    private string _page = "";

    private string Endpoint => $"{Authority}/{host.Running.Principal.TenantId}/oauth2/v2.0";

    /// <summary>The answer of the token endpoint, whatever it is.</summary>
    public Task<JsonObject> TokenAsync(string grant, params (string Name, string Value)[] fields) => PostAsync($"{Endpoint}/token", [("grant_type", grant), .. fields]);

    public Task<JsonObject> BeginDeviceAsync(string scope) => PostAsync($"{Endpoint}/devicecode", [("client_id", AzureCli), ("scope", scope)]);

    public async Task OpenAsync(string path) => await ReadAsync(await _http.GetAsync(path.StartsWith('/') ? Authority + path : $"{Endpoint}/{path}"));

    /// <summary>Sends the page's form with what a person enters.</summary>
    /// <returns>Where it leads; null where a page follows.</returns>
    public async Task<string?> SubmitAsync(params (string Name, string Value)[] entered)
    {
        var fields = Hidden().Matches(_page).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
        foreach (var (name, value) in entered)
        {
            fields[name] = value;
        }

        using var form = new FormUrlEncodedContent(fields);
        return await ReadAsync(await _http.PostAsync(_address, form));
    }

    /// <summary>A request with a token; null for an answer without a body.</summary>
    public async Task<JsonObject> SendAsync(HttpMethod method, string address, string token, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(method, address) { Content = body is null ? null : ArmAccess.JsonBody(Json.ToBytes(body)) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await _http.SendAsync(request);
        var text = await answer.Content.ReadAsByteArrayAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{method} {address}: {System.Text.Encoding.UTF8.GetString(text)}");
        return text.Length == 0 ? [] : Json.ParseObject(text);
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject> PostAsync(string address, IEnumerable<(string Name, string Value)> fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(f => KeyValuePair.Create(f.Name, f.Value)));
        using var answer = await _http.PostAsync(address, form);
        return Json.ParseObject(await answer.Content.ReadAsByteArrayAsync());
    }

    private async Task<string?> ReadAsync(HttpResponseMessage answer)
    {
        using (answer)
        {
            ((int)answer.StatusCode).ShouldBeLessThan(400);
            (_address, _page) = (answer.RequestMessage!.RequestUri!, await answer.Content.ReadAsStringAsync());
            return answer.Headers.Location?.OriginalString;
        }
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
