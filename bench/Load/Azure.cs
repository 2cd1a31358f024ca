using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace Verditer.Bench;

/// <summary>A client of one running Verditer, as its owner.</summary>
internal sealed class Azure : IDisposable
{
    public const string ArmScope = "https://management.azure.com/.default";
    public const string GraphScope = "https://graph.microsoft.com/.default";
    private const string Reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

    private readonly HttpClient _http;
    private readonly JsonObject _bootstrap;
    private string _token = "";

    public Azure(int port, string stateFolder)
    {
        _bootstrap = JsonNode.Parse(File.ReadAllText(Path.Combine(stateFolder, "bootstrap.json")))!.AsObject();
        _http = new(new SocketsHttpHandler { UseProxy = false, SslOptions = { RemoteCertificateValidationCallback = (_, _, _, _) => true } })
        {
            BaseAddress = new Uri($"https://localhost:{port}"),
        };
    }

    public string Tenant => Text("tenantId");

    public string Subscription => $"/subscriptions/{Text("subscriptionId")}";

    public async Task SignInAsync() => _token = await TokenAsync(Text("clientId"), Text("clientSecret"), ArmScope);

    public static string TokenForm(string client, string secret, string scope) =>
        $"grant_type=client_credentials&client_id={client}&client_secret={Uri.EscapeDataString(secret)}&scope={Uri.EscapeDataString(scope)}";

    public string OwnTokenForm() => TokenForm(Text("clientId"), Text("clientSecret"), ArmScope);

    public async Task<string> TokenAsync(string client, string secret, string scope)
    {
        using var form = new StringContent(TokenForm(client, secret, scope), Encoding.ASCII, "application/x-www-form-urlencoded");
        using var answer = await _http.PostAsync($"/{Tenant}/oauth2/v2.0/token", form);
        return (await ReadAsync(answer))["access_token"]!.GetValue<string>();
    }

    /// <summary>A new principal that is Reader of this scope.</summary>
    /// <returns>Its token for Resource Manager.</returns>
    public async Task<string> AddReaderAsync(string scope)
    {
        var graph = await TokenAsync(Text("clientId"), Text("clientSecret"), GraphScope);
        var app = (await SendAsync(HttpMethod.Post, "/v1.0/applications", new JsonObject { ["displayName"] = "bench-reader" }, graph)).Body;
        var principal = (await SendAsync(HttpMethod.Post, "/v1.0/servicePrincipals", new JsonObject { ["appId"] = Of(app, "appId") }, graph)).Body;
        var password = (await SendAsync(HttpMethod.Post, $"/v1.0/applications/{Of(app, "id")}/addPassword", new JsonObject(), graph)).Body;
        await AssignReaderAsync(scope, Of(principal, "id"));
        return await TokenAsync(Of(app, "appId"), Of(password, "secretText"), ArmScope);
    }

    /// <summary>An application that proves itself by tokens of another issuer.</summary>
    /// <returns>Its client id.</returns>
    public async Task<string> AddFederatedAsync(string issuer, string subject)
    {
        var graph = await TokenAsync(Text("clientId"), Text("clientSecret"), GraphScope);
        var app = (await SendAsync(HttpMethod.Post, "/v1.0/applications", new JsonObject { ["displayName"] = "bench-federated" }, graph)).Body;
        await SendAsync(HttpMethod.Post, "/v1.0/servicePrincipals", new JsonObject { ["appId"] = Of(app, "appId") }, graph);
        await SendAsync(HttpMethod.Post, $"/v1.0/applications/{Of(app, "id")}/federatedIdentityCredentials", new JsonObject
        {
            ["name"] = "bench",
            ["issuer"] = issuer,
            ["subject"] = subject,
            ["audiences"] = new JsonArray("api://AzureADTokenExchange"),
        }, graph);
        return Of(app, "appId");
    }

    /// <summary>Makes somebody, known or not, Reader of this scope.</summary>
    public Task AssignReaderAsync(string scope, string principalId) =>
        SendAsync(HttpMethod.Put, $"{scope}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}?api-version=2022-04-01", new JsonObject
        {
            ["properties"] = new JsonObject
            {
                ["roleDefinitionId"] = $"{Subscription}/providers/Microsoft.Authorization/roleDefinitions/{Reader}",
                ["principalId"] = principalId,
                ["principalType"] = "ServicePrincipal",
            },
        });

    public async Task RegisterAsync(string provider)
    {
        var path = $"{Subscription}/providers/{provider}";
        await SendAsync(HttpMethod.Post, $"{path}/register?api-version=2021-04-01");
        for (var tries = 0; tries < 300; tries++)
        {
            if (Of((await SendAsync(HttpMethod.Get, $"{path}?api-version=2021-04-01")).Body, "registrationState") == "Registered")
            {
                return;
            }

            await Task.Delay(100);
        }

        throw new InvalidOperationException($"{provider} does not register");
    }

    /// <summary>Sends a request that must succeed; unless <paramref name="mayFail"/>, a refusal ends the run.</summary>
    public async Task<(int Status, JsonObject Body)> SendAsync(HttpMethod method, string path, JsonObject? body = null, string? token = null, bool mayFail = false)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? _token);
        request.Content = body is null ? null : new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, mayFail && !answer.IsSuccessStatusCode ? [] : await ReadAsync(answer));
    }

    /// <summary>A request of this principal as bytes, for the load.</summary>
    public byte[] Raw(string method, string path, string host, string? token = null, string? body = null) => Encoding.UTF8.GetBytes(
        $"{method} {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token ?? _token}\r\n"
        + (body is null ? "\r\n" : $"Content-Type: application/json\r\nContent-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}"));

    public void Dispose() => _http.Dispose();

    private static async Task<JsonObject> ReadAsync(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        return answer.IsSuccessStatusCode
            ? text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject()
            : throw new InvalidOperationException($"{answer.RequestMessage?.Method} {answer.RequestMessage?.RequestUri?.AbsolutePath}: {(int)answer.StatusCode} {text}");
    }

    private static string Of(JsonObject node, string name) => node[name]!.GetValue<string>();

    private string Text(string name) => Of(_bootstrap, name);
}
