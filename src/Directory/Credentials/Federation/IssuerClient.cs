using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>
/// Fetches a foreign issuer's discovery document and keys. Only what a federated credential names is fetched: over HTTPS, without redirects or proxy, within
/// seconds, and no more than a document's usual size. Link-local addresses, where clouds keep their metadata services, are never called.
/// </summary>
/// <remarks>Source: https://openid.net/specs/openid-connect-discovery-1_0.html</remarks>
internal sealed partial class IssuerClient : IDisposable
{
    private const int LargestDocument = 256 * 1024;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _http;
    private readonly DirectoryOptions _options;
    private readonly ILogger<IssuerClient> _logger;

    public IssuerClient(DirectoryOptions options, ILogger<IssuerClient> logger)
    {
        (_options, _logger) = (options, logger);
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = Patience,
            MaxResponseHeadersLength = 16,
            ConnectCallback = ConnectAsync,
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors) },
        };
        _http = new(handler) { Timeout = Patience, MaxResponseContentBufferSize = LargestDocument };
    }

    /// <summary>The issuer's JWKS; null when it cannot be had, or the discovery document is another issuer's.</summary>
    public async Task<JsonObject?> FetchKeysAsync(string issuer, CancellationToken cancellationToken)
    {
        try
        {
            var discovery = await GetAsync($"{issuer.TrimEnd('/')}/.well-known/openid-configuration", cancellationToken);
            return discovery?.Text("issuer") == issuer && discovery.Text("jwks_uri") is { } keys ? await GetAsync(keys, cancellationToken) : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or JsonException or IOException or SocketException
            || (exception is TaskCanceledException && !cancellationToken.IsCancellationRequested))
        {
            NotFetched(_logger, issuer, exception.Message);
            return null;
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<JsonObject?> GetAsync(string address, CancellationToken cancellationToken)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps || uri.UserInfo.Length > 0)
        {
            return null;
        }

        using var response = await _http.GetAsync(uri, cancellationToken);
        return response.StatusCode == HttpStatusCode.OK ? Json.ParseObject(await response.Content.ReadAsByteArrayAsync(cancellationToken)) : null;
    }

    private static async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var addresses = await Dns.GetHostAddressesAsync(context.DnsEndPoint.Host, cancellationToken);
        var allowed = addresses.Where(address => !IsLinkLocal(address)).ToArray();
        if (allowed.Length == 0)
        {
            throw new HttpRequestException($"'{context.DnsEndPoint.Host}' has no address that may be called.");
        }

        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(allowed, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static bool IsLinkLocal(IPAddress address)
    {
        address = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return address.IsIPv6LinkLocal || (address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..]);
    }

    /// <summary>Publicly trusted certificates, and those of the host's own authority.</summary>
    private bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors != SslPolicyErrors.RemoteCertificateChainErrors || certificate is null || _options.OwnAuthority?.Invoke() is not { } authority)
        {
            return errors == SslPolicyErrors.None;
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.Add(authority);
        foreach (var element in chain?.ChainElements.AsEnumerable() ?? [])
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return own.Build(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
    }

    [LoggerMessage(1, LogLevel.Information, "The keys of the issuer {Issuer} cannot be fetched: {Reason}")]
    private static partial void NotFetched(ILogger logger, string issuer, string reason);
}
