using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary>A cluster's Kubernetes API, as kubectl reaches it with the kubeconfig that AKS gives.</summary>
internal sealed partial class StoryCluster : IDisposable
{
    private readonly HttpClient _http;

    private StoryCluster(HttpClient http) => _http = http;

    /// <param name="kubeconfig">What <c>listClusterAdminCredential</c> gave: one cluster, one user.</param>
    public static StoryCluster Open(string kubeconfig)
    {
        var fields = Field().Matches(kubeconfig).DistinctBy(m => m.Groups[1].Value).ToDictionary(m => m.Groups[1].Value, m => m.Groups[2].Value.Trim('"'));
        var handler = new SocketsHttpHandler { UseProxy = false };
        handler.SslOptions.CertificateChainPolicy = StoryCloud.Trusting(X509Certificate2.CreateFromPem(Data(fields, "certificate-authority-data")));
        handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(Data(fields, "client-certificate-data"), Data(fields, "client-key-data"))];
        return new(new HttpClient(handler) { BaseAddress = new Uri(fields["server"].TrimEnd('/') + "/") });
    }

    /// <summary>Makes a Service of type LoadBalancer.</summary>
    public Task<StoryAnswer> ExposeAsync(string name, CancellationToken stop) => SendAsync(HttpMethod.Post, "api/v1/namespaces/default/services", new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "Service",
        ["metadata"] = new JsonObject { ["name"] = name },
        ["spec"] = new JsonObject
        {
            ["type"] = "LoadBalancer",
            ["selector"] = new JsonObject { ["app"] = name },
            ["ports"] = new JsonArray(new JsonObject { ["port"] = 80 }),
        },
    }, stop);

    /// <summary>The service's public address; null as long as it has none.</summary>
    public async Task<string?> AddressOfAsync(string name, CancellationToken stop)
    {
        var service = await SendAsync(HttpMethod.Get, $"api/v1/namespaces/default/services/{name}", null, stop);
        return (service.Body.At("status", "loadBalancer", "ingress") as JsonArray)?.FirstOrDefault().Text("ip");
    }

    /// <summary>The newest warning about an object; null for none.</summary>
    public async Task<string?> WarningAboutAsync(string name, CancellationToken stop)
    {
        var events = await SendAsync(HttpMethod.Get, "api/v1/namespaces/default/events", null, stop);
        return (events.Body["items"] as JsonArray ?? []).Where(e => e.Text("involvedObject", "name") == name && e.Text("type") == "Warning")
            .Select(e => $"{e.Text("reason")}: {e.Text("message")}").LastOrDefault();
    }

    public async Task<int> NodesAsync(CancellationToken stop) =>
        ((await SendAsync(HttpMethod.Get, "api/v1/nodes", null, stop)).Body["items"] as JsonArray)?.Count ?? 0;

    public void Dispose() => _http.Dispose();

    private async Task<StoryAnswer> SendAsync(HttpMethod method, string path, JsonObject? body, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Json.ToBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        using var response = await _http.SendAsync(request, stop);
        return await StoryCloud.ReadAsync(response);
    }

    private static string Data(Dictionary<string, string> fields, string name) => Encoding.ASCII.GetString(Convert.FromBase64String(fields[name]));

    [GeneratedRegex(@"^\s*(server|certificate-authority-data|client-certificate-data|client-key-data):\s*(\S+)\s*$", RegexOptions.Multiline)]
    private static partial Regex Field();
}
