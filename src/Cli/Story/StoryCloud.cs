using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary>Azure as a story's person reaches it: by its own names through the proxy, with a real sign-in, over the same wire as every client.</summary>
internal sealed class StoryCloud : IDisposable
{
    private const string Arm = "https://management.azure.com";
    private const string Graph = "https://graph.microsoft.com";
    private const int MostPolls = 480;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    private readonly HttpClient _http;
    private readonly BootstrapPrincipal _person;
    private readonly CancellationToken _stop;
    private readonly Dictionary<string, string> _tokens = [];

    public StoryCloud(StatePaths paths, int port, CancellationToken stop)
    {
        var handler = new SocketsHttpHandler { UseProxy = true, Proxy = new WebProxy(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")) };
        handler.SslOptions.CertificateChainPolicy = Trusting(X509CertificateLoader.LoadCertificateFromFile(paths.CaCertificate));
        (_http, _person, _stop) = (new HttpClient(handler), BootstrapCredentials.Require(paths), stop);
    }

    /// <summary>Signs in anew: tokens that the clock has ended are of no use.</summary>
    public async Task SignInAsync()
    {
        foreach (var resource in (string[])[Arm, Graph])
        {
            using var form = new FormUrlEncodedContent(
            [
                new("grant_type", "client_credentials"), new("client_id", _person.ClientId), new("client_secret", _person.Secret!), new("scope", $"{resource}/.default"),
            ]);
            using var response = await _http.PostAsync($"https://login.microsoftonline.com/{_person.TenantId}/oauth2/v2.0/token", form, _stop);
            var answer = await ReadAsync(response);
            _tokens[resource] = answer.Body.Text("access_token") ?? throw new StoryException($"the owner cannot sign in: {answer.Body.Text("error_description")}");
        }
    }

    /// <param name="path">With its query.</param>
    public Task<StoryAnswer> ArmAsync(string method, string path, JsonNode? body = null) => SendAsync(Arm, method, path, body);

    public Task<StoryAnswer> GraphAsync(string method, string path, JsonNode? body = null) => SendAsync(Graph, method, path, body);

    /// <summary>Follows a long operation to its end.</summary>
    /// <returns>The operation's last status, or the answer itself where it started none.</returns>
    public async Task<StoryAnswer> FollowAsync(StoryAnswer started)
    {
        if (started.Operation is not { } address)
        {
            return started;
        }

        for (var poll = 0; poll < MostPolls; poll++)
        {
            var status = await SendAsync(Arm, "GET", address[Arm.Length..], null);
            if (status.Body.Text("status") is { } word and not "InProgress")
            {
                return status with { Operation = null, Outcome = word };
            }

            await Task.Delay(Pause, TimeProvider.System, _stop);
        }

        throw new StoryException($"the operation {address} does not end");
    }

    /// <summary>Asks until the answer is there.</summary>
    public async Task<T?> AwaitAsync<T>(Func<Task<T?>> ask)
        where T : class
    {
        for (var poll = 0; poll < MostPolls; poll++)
        {
            if (await ask() is { } found)
            {
                return found;
            }

            await Task.Delay(Pause, TimeProvider.System, _stop);
        }

        return null;
    }

    public void Dispose() => _http.Dispose();

    public static X509ChainPolicy Trusting(X509Certificate2 authority) => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        RevocationMode = X509RevocationMode.NoCheck,
        CustomTrustStore = { authority },
    };

    public static async Task<StoryAnswer> ReadAsync(HttpResponseMessage response)
    {
        var bytes = await response.Content.ReadAsByteArrayAsync();
        var operation = response.Headers.TryGetValues("Azure-AsyncOperation", out var values) ? values.First() : null;
        return new((int)response.StatusCode, bytes.Length == 0 ? [] : Json.ParseObject(bytes), operation);
    }

    private async Task<StoryAnswer> SendAsync(string service, string method, string path, JsonNode? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), service + path);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", _tokens[service]);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Json.ToBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        using var response = await _http.SendAsync(request, _stop);
        return await ReadAsync(response);
    }
}

/// <summary>What a service answered.</summary>
/// <param name="Operation">Where a long operation can be followed.</param>
internal sealed record StoryAnswer(int Status, JsonObject Body, string? Operation)
{
    /// <summary>How an operation ended.</summary>
    public string? Outcome { get; init; }

    public bool Succeeded => Status is >= 200 and < 300 && Outcome is null or "Succeeded";

    /// <summary>The error's code and text, or what it is instead.</summary>
    public string Text => Body.At("error") is { } error ? $"{Outcome ?? Status.ToString(CultureInfo.InvariantCulture)} {error.Text("code")}: {error.Text("message")}"
        : Outcome ?? Body.Text("properties", "provisioningState") ?? Status.ToString(CultureInfo.InvariantCulture);
}
