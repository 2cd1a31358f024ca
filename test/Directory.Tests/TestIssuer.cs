using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.Directory.Tests;

/// <summary>A foreign OIDC issuer on loopback, with a certificate of its own authority.</summary>
public sealed class TestIssuer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly X509Certificate2 _server;

    private TestIssuer(WebApplication app, X509Certificate2 server) => (_app, _server) = (app, server);

    public X509Certificate2 Authority { get; private init; } = null!;

    public string Issuer { get; private set; } = "";

    /// <summary>What the discovery document says it is; its issuer by default.</summary>
    public string? Claimed { get; set; }

    public RSA Key { get; private set; } = RSA.Create(2048);

    public string KeyId { get; private set; } = "first";

    /// <summary>How often the keys were fetched.</summary>
    public int Fetches { get; private set; }

    /// <summary>Bytes in front of the key set, to make it too large.</summary>
    public int Padding { get; set; }

    public static async Task<TestIssuer> StartAsync()
    {
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=test authority", authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var authority = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(2));
        var server = Leaf(authority);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(server)));
        builder.Services.AddLogging();
        var app = builder.Build();
        var issuer = new TestIssuer(app, server) { Authority = authority };
        app.Run(issuer.AnswerAsync);
        await app.StartAsync(TestDirectory.Cancelled);
        var port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        issuer.Issuer = $"https://localhost:{port}/cluster";
        return issuer;
    }

    public void Rotate()
    {
        Key.Dispose();
        (Key, KeyId) = (RSA.Create(2048), "second");
    }

    public string Sign(DateTimeOffset now, string subject, string audience = TokenExchange.Uri, Action<JsonObject>? change = null)
    {
        JsonObject payload = new()
        {
            ["iss"] = Issuer,
            ["sub"] = subject,
            ["aud"] = new JsonArray(audience),
            ["nbf"] = now.ToUnixTimeSeconds(),
            ["exp"] = now.AddHours(1).ToUnixTimeSeconds(),
        };
        change?.Invoke(payload);
        return ClientAssertion.Sign(Key, new() { ["alg"] = "RS256", ["kid"] = KeyId }, payload);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _server.Dispose();
        Authority.Dispose();
        Key.Dispose();
    }

    private Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path == "/cluster/.well-known/openid-configuration")
        {
            return context.Response.WriteAsync(Json.ToText(new JsonObject { ["issuer"] = Claimed ?? Issuer, ["jwks_uri"] = $"{Issuer}/keys" }), TestDirectory.Cancelled);
        }

        Fetches++;
        return context.Response.WriteAsync(new string(' ', Padding) + Json.ToText(ClientAssertion.Keys(Key, KeyId)), TestDirectory.Cancelled);
    }

    private static X509Certificate2 Leaf(X509Certificate2 authority)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        using var leaf = request.Create(authority, authority.NotBefore, authority.NotAfter, [1, 2, 3, 4]);
        using var keyed = leaf.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(keyed.Export(X509ContentType.Pkcs12), null);
    }
}
