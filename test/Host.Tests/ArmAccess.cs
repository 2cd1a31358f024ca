using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Host.Tests;

/// <summary>Resource Manager as the bootstrap principal reaches it: signed in over the wire, by Azure's names.</summary>
internal static class ArmAccess
{
    public const string GroupVersion = "?api-version=2021-04-01";

    public static async Task<string> TokenAsync(this TestHost host)
    {
        using var client = host.Client();
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"),
            new("client_id", host.Running.Principal.ClientId),
            new("client_secret", host.Running.Principal.Secret!),
            new("scope", "https://management.azure.com/.default"),
        ]);
        using var answer = await client.PostAsync($"https://login.microsoftonline.com/{host.Running.Principal.TenantId}/oauth2/v2.0/token", form);
        return Json.ParseObject(await answer.Content.ReadAsByteArrayAsync()).Text("access_token").ShouldNotBeNull();
    }

    public static async Task<HttpClient> ArmAsync(this TestHost host)
    {
        var client = host.Client();
        client.BaseAddress = new Uri("https://management.azure.com/");
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", await host.TokenAsync());
        return client;
    }

    public static string Group(this TestHost host, string name) =>
        $"subscriptions/{host.Running.Principal.SubscriptionId}/resourceGroups/{name}{GroupVersion}";

    public static Task<HttpResponseMessage> PutAsync(this HttpClient client, string path, string body) => client.PutAsync(path, JsonBody(Encoding.UTF8.GetBytes(body)));

    public static HttpContent JsonBody(byte[] bytes) => new ByteArrayContent(bytes) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };

    /// <summary>Makes sure that an answer is this refusal, in Resource Manager's form.</summary>
    public static async Task<JsonObject> ShouldBeArmErrorAsync(this HttpResponseMessage response, HttpStatusCode status, string code)
    {
        response.StatusCode.ShouldBe(status);
        var body = Json.ParseObject(await response.Content.ReadAsByteArrayAsync());
        body.Text("error", "code").ShouldBe(code);
        body.Text("error", "message").ShouldNotBeNullOrEmpty();
        response.Headers.Contains("x-ms-request-id").ShouldBeTrue();
        return body;
    }
}
