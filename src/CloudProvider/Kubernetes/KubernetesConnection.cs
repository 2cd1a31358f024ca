using System.Net.Http.Headers;
using System.Net.Security;

namespace Verditer.CloudProvider;

/// <summary>
/// The HTTP client of the cluster's API. <see cref="Refresh"/> reads the kubeconfig again, so that new certificates (<c>az aks rotate-certs</c>) are taken up
/// without a restart.
/// </summary>
internal sealed class KubernetesConnection(string kubeconfigPath) : IDisposable
{
    private readonly Lock _lock = new();
    private string? _read;
    private HttpClient? _http;

    /// <exception cref="IOException">The kubeconfig cannot be read.</exception>
    /// <exception cref="FormatException">It lacks something.</exception>
    public HttpClient Http => _http ?? Refresh();

    /// <summary>A client by the kubeconfig as it is now.</summary>
    public HttpClient Refresh()
    {
        lock (_lock)
        {
            var yaml = File.ReadAllText(kubeconfigPath);
            if (_http is { } same && yaml == _read)
            {
                return same;
            }

            var made = Create(Kubeconfig.Parse(yaml, Path.GetDirectoryName(Path.GetFullPath(kubeconfigPath))!));
            _http?.Dispose();
            (_read, _http) = (yaml, made);
            return made;
        }
    }

    public void Dispose() => _http?.Dispose();

    private static HttpClient Create(Kubeconfig config)
    {
        var handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        handler.SslOptions.CertificateChainPolicy = AzureConnection.TrustOnly(config.Authorities);
        handler.SslOptions.TargetHost = config.ServerName;
        if (config.ClientCertificate is { } certificate)
        {
            handler.SslOptions.ClientCertificateContext = SslStreamCertificateContext.Create(certificate, null, offline: true);
        }

        // A watch lasts as long as the server lets it; each request has its own limit.
        var http = new HttpClient(handler) { BaseAddress = config.Server, Timeout = Timeout.InfiniteTimeSpan };
        if (config.Token is not null)
        {
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", config.Token);
        }

        return http;
    }
}
