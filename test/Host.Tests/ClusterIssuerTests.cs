using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Host.Tests;

/// <summary>The documents of a cluster as an issuer, at Azure's name and on Verditer's own port.</summary>
public sealed class ClusterIssuerTests : IAsyncLifetime
{
    private const string Issuer = "https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/22222222-2222-2222-2222-222222222222/";
    private const string OnThePort = "oic/westeurope/11111111-1111-1111-1111-111111111111/22222222-2222-2222-2222-222222222222/";

    private TestHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await TestHost.StartAsync();
        var services = _host.Running.Services;
        await services.GetRequiredService<IClusterEngine>().CreateAsync(
            new("c1", "demo", "1.32.6", "demo.hcp.westeurope.azmk8s.io", "10.244.0.0/16", "10.0.0.0/16", "10.0.0.10") { Issuer = Issuer });
        await services.GetRequiredService<IDocumentStore>().CommitAsync(
            new WriteBatch().Put("cluster-issuers", Issuer, Json.ToBytes(new JsonObject { ["clusterKey"] = "c1" })));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Documents_AtTheIssuersAddress_LeadToItsKeys()
    {
        using var client = _host.Client();

        var configuration = await JsonAsync(client, Issuer + ".well-known/openid-configuration");

        (configuration.Text("issuer"), configuration.Text("jwks_uri")).ShouldBe((Issuer, Issuer + "openid/v1/jwks"));
        (await JsonAsync(client, Issuer + "openid/v1/jwks"))["keys"]!.AsArray().ShouldHaveSingleItem().Text("alg").ShouldBe("RS256");
    }

    [Fact]
    public async Task Documents_OnThePort_LeadToTheSameKeysByItsAddress()
    {
        using var client = _host.Client(throughProxy: false);

        var configuration = await JsonAsync(client, OnThePort + ".well-known/openid-configuration");

        (configuration.Text("issuer"), configuration.Text("jwks_uri")).ShouldBe((Issuer, $"https://localhost:{_host.Running.Port}/{OnThePort}openid/v1/jwks"));
        var keys = (await JsonAsync(client, configuration.Text("jwks_uri")!)).ToJsonString();
        using var proxied = _host.Client();
        keys.ShouldBe((await JsonAsync(proxied, Issuer + "openid/v1/jwks")).ToJsonString());
    }

    [Theory]
    [InlineData("https://westeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/33333333-3333-3333-3333-333333333333/openid/v1/jwks")]
    [InlineData("https://northeurope.oic.prod-aks.azure.com/11111111-1111-1111-1111-111111111111/22222222-2222-2222-2222-222222222222/openid/v1/jwks")]
    [InlineData("https://westeurope.oic.prod-aks.azure.com/")]
    [InlineData(Issuer)]
    [InlineData(Issuer + "openid/v1/other")]
    public async Task Documents_ThatAreNone_AreNotFound(string address)
    {
        using var client = _host.Client();
        using var response = await client.GetAsync(address);

        await response.ShouldBeArmErrorAsync(HttpStatusCode.NotFound, "NotFound");
    }

    private static async Task<JsonObject> JsonAsync(HttpClient client, string address) => Json.ParseObject(await client.GetByteArrayAsync(address));
}
