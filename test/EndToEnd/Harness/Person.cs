using System.Net;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;

namespace Verditer.EndToEnd;

/// <summary>A person with a browser: opens pages by Azure's names through the proxy and fills in their forms.</summary>
internal sealed partial class Person : IDisposable
{
    private readonly HttpClient _browser;
    private string _address = "";
    private string _page = "";

    public Person(LocalAzure azure)
    {
        _browser = new(new SocketsHttpHandler
        {
            Proxy = new WebProxy(azure.Variable("HTTPS_PROXY"), BypassOnLocal: true),
            SslOptions = new() { RemoteCertificateValidationCallback = (_, certificate, _, _) => Trusts(azure, certificate!) },
        });
    }

    public async Task<string> OpenAsync(string address) => await ReadAsync(await _browser.GetAsync(address, TestContext.Current.CancellationToken));

    /// <summary>Fills in the page's form and sends it; follows where it leads.</summary>
    public async Task<string> SubmitAsync(params (string Name, string Value)[] entered)
    {
        var fields = Hidden().Matches(_page).ToDictionary(match => match.Groups[1].Value, match => WebUtility.HtmlDecode(match.Groups[2].Value));
        foreach (var (name, value) in entered)
        {
            fields[name] = value;
        }

        using var form = new FormUrlEncodedContent(fields);
        return await ReadAsync(await _browser.PostAsync(_address, form, TestContext.Current.CancellationToken));
    }

    public void Dispose() => _browser.Dispose();

    private async Task<string> ReadAsync(HttpResponseMessage response)
    {
        using (response)
        {
            // From https to a client on http://localhost HttpClient does not follow by itself; a browser does.
            if (response is { StatusCode: HttpStatusCode.Found, Headers.Location: { IsLoopback: true } client })
            {
                return await OpenAsync(client.OriginalString);
            }

            response.EnsureSuccessStatusCode();
            _address = response.RequestMessage!.RequestUri!.AbsoluteUri;
            return _page = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        }
    }

    private static bool Trusts(LocalAzure azure, X509Certificate certificate)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.ImportFromPemFile(azure.Variable("NODE_EXTRA_CA_CERTS"));
        return chain.Build(X509CertificateLoader.LoadCertificate(certificate.GetRawCertData()));
    }

    [GeneratedRegex("<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">")]
    private static partial Regex Hidden();
}
