using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Verditer.Core;
using Verditer.Kubernetes;
using Verditer.Storage;
using Verditer.Storage.Sqlite;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>The engine on a real store, with its clock in the test's hands.</summary>
internal sealed class TestEngine : IAsyncDisposable
{
    public static readonly ControlPlaneSpec Spec = new("c1", "demo", "1.32.6", "demo.hcp.westeurope.azmk8s.io", "10.244.0.0/16", "10.0.0.0/16", "10.0.0.10");

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(AesGcmSecretProtector.KeyLength);
    private ServiceProvider _services = null!;
    private bool _controllers;

    public string Folder { get; } = Directory.CreateTempSubdirectory("verditer-engine-").FullName;

    public KeptRefusals Refusals { get; } = new();

    public VerditerClock Clock { get; private init; } = new(TimeProvider.System);

    public IClusterEngine Engine => _services.GetRequiredService<IClusterEngine>();

    public IDocumentStore Documents => _services.GetRequiredService<IDocumentStore>();

    /// <summary>Every byte of the state folder, as Latin-1.</summary>
    public string StateText() => string.Concat(System.IO.Directory.GetFiles(Folder).Select(Text));

    /// <param name="controllers">Whether clusters run their controllers too.</param>
    /// <param name="host">The host's clock, where a test moves that too.</param>
    public static TestEngine Start(bool controllers = false, TimeProvider? host = null)
    {
        var engine = new TestEngine { _controllers = controllers, Clock = new(host ?? TimeProvider.System) };
        engine.Open();
        return engine;
    }

    public async Task RestartAsync()
    {
        await _services.DisposeAsync();
        Open();
    }

    public Task<string> KubeconfigAsync(bool admin = true, string user = "clusterAdmin_rg_demo") =>
        Engine.GetKubeconfigAsync("c1", new(user, "demo", "demo-context", admin));

    /// <summary>A client that trusts the cluster's CA alone and signs in as the kubeconfig says.</summary>
    /// <param name="own">Another certificate than the kubeconfig's.</param>
    public static HttpClient Client(string kubeconfig, bool certificate = true, bool token = false, X509Certificate2? own = null)
    {
        var config = YamlReader.Read(Encoding.UTF8.GetBytes(kubeconfig))!;
        var user = config["users"]![0]!["user"]!;
        using var authority = X509Certificate2.CreateFromPem(Pem(config["clusters"]![0]!["cluster"]!["certificate-authority-data"]));
        var handler = new SocketsHttpHandler();
        handler.SslOptions.CertificateChainPolicy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.Add(X509Certificate2.CreateFromPem(authority.ExportCertificatePem()));
        if (certificate)
        {
            own ??= X509Certificate2.CreateFromPem(Pem(user["client-certificate-data"]), Pem(user["client-key-data"]));
            handler.SslOptions.ClientCertificates = [own];
        }

        var client = new HttpClient(handler) { BaseAddress = new(config["clusters"]![0]!["cluster"]!["server"]!.GetValue<string>()) };
        if (token)
        {
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", user["token"]!.GetValue<string>());
        }

        return client;
    }

    public static async Task<(HttpStatusCode Code, JsonNode Body)> SendAsync(
        HttpClient client, HttpMethod method, string path, string? body = null, string contentType = "application/json", string? token = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new StringContent(body, Encoding.UTF8, MediaTypeHeaderValue.Parse(contentType));
        }

        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        using var response = await client.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return (response.StatusCode, response.Content.Headers.ContentType?.MediaType == "application/json" ? JsonNode.Parse(text)! : JsonValue.Create(text)!);
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private static string Pem(JsonNode? data) => Encoding.ASCII.GetString(Convert.FromBase64String(data!.GetValue<string>()));

    private static string Text(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using var reader = new StreamReader(stream, Encoding.Latin1);
        return reader.ReadToEnd();
    }

    private void Open()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(LogLevel.None));
        services.AddSingleton<TimeProvider>(Clock).AddSingleton<ISecretProtector>(new AesGcmSecretProtector(_key));
        services.AddSqliteStore(new SqliteStoreOptions { Path = Path.Combine(Folder, "state.db") });
        services.AddSingleton<INodes, NodeSimulator>();
        if (_controllers)
        {
            services.AddSingleton<IControllerSet, ControllerSet>();
        }

        services.AddSingleton<IRefusalLog>(Refusals).AddEmbeddedClusters(new EmbeddedClusterOptions());
        _services = services.BuildServiceProvider();
    }
}
