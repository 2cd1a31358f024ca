using System.Net;
using System.Text;
using Verditer.Core;

namespace Verditer.Host.Tests;

public sealed class PortTests
{
    [Fact]
    public async Task Origin_HealthAsked_AnswersOverTls()
    {
        await using var host = await TestHost.StartAsync();
        using var client = host.Client(throughProxy: false);
        (await client.GetStringAsync("healthz")).ShouldBe("ok\n");
    }

    [Fact]
    public async Task Proxy_StockName_IsServedWithACertificateOfThatName()
    {
        await using var host = await TestHost.StartAsync();
        using var client = host.Client();
        var body = Json.ParseObject(await client.GetByteArrayAsync("https://management.azure.com/metadata/endpoints?api-version=2022-09-01"));
        body.Text("resourceManager").ShouldBe("https://management.azure.com/");
    }

    [Fact]
    public async Task Proxy_DirectoryName_AnswersDiscovery()
    {
        await using var host = await TestHost.StartAsync();
        using var client = host.Client();
        var tenant = host.Running.Principal.TenantId;
        var body = Json.ParseObject(await client.GetByteArrayAsync($"https://login.microsoftonline.com/{tenant}/v2.0/.well-known/openid-configuration"));
        body.Text("token_endpoint").ShouldBe($"https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token");
    }

    [Theory]
    [InlineData("https://myvault.vault.azure.net/secrets/x")]
    [InlineData("https://account.blob.core.windows.net/")]
    [InlineData("https://dev.azure.com/")]
    public async Task Proxy_UnservedAzureHost_RefusesByNameInArmForm(string address)
    {
        await using var host = await TestHost.StartAsync();
        using var client = host.Client();
        using var response = await client.GetAsync(address);
        response.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
        var error = Json.ParseObject(await response.Content.ReadAsByteArrayAsync());
        error.Text("error", "code").ShouldBe("HostNotServed");
        error.Text("error", "message").ShouldNotBeNull().ShouldContain(new Uri(address).Host);
    }

    [Fact]
    public async Task Proxy_AllowancePatternOverAzure_DoesNotOpenTheWay()
    {
        await using var host = await TestHost.StartAsync(o => o with { AllowedHosts = ["*.azure.net", "*.azure.com"] });
        using var client = host.Client();
        using var response = await client.GetAsync("https://myvault.vault.azure.net/");
        response.StatusCode.ShouldBe(HttpStatusCode.NotImplemented);
    }

    [Fact]
    public async Task Connect_OtherHost_RefusesWithTheNameInTheReason()
    {
        await using var host = await TestHost.StartAsync();
        var answer = await host.SendAsync("CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n"u8.ToArray());
        answer.ShouldStartWith("HTTP/1.1 403 Verditer does not reach example.com (verditer up --allow-host example.com would)\r\n");
    }

    [Fact]
    public async Task PlainProxy_OtherHost_RefusesWithTheNameInTheReason()
    {
        await using var host = await TestHost.StartAsync();
        var answer = await host.SendAsync("GET http://example.com/ HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n"u8.ToArray());
        answer.ShouldStartWith("HTTP/1.1 403 Verditer does not reach example.com");
    }

    [Theory]
    [InlineData("CONNECT nonsense HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT example.com:99999 HTTP/1.1\r\n\r\n")]
    [InlineData("CONNECT example.com:443\r\n\r\n")]
    public async Task Connect_Malformed_Answers400(string request)
    {
        await using var host = await TestHost.StartAsync();
        (await host.SendAsync(Encoding.ASCII.GetBytes(request))).ShouldStartWith("HTTP/1.1 400 ");
    }

    [Fact]
    public async Task Connect_HeadOver8KB_Answers400()
    {
        await using var host = await TestHost.StartAsync();
        var head = "CONNECT example.com:443 HTTP/1.1\r\nX: " + new string('a', 9000);
        (await host.SendAsync(Encoding.ASCII.GetBytes(head))).ShouldStartWith("HTTP/1.1 400 ");
    }

    [Fact]
    public async Task Connection_ThatSaysNothing_IsClosed()
    {
        await using var host = await TestHost.StartAsync(o => o with { PreambleTimeout = TimeSpan.FromMilliseconds(100) });
        (await host.SendAsync("CONN"u8.ToArray())).ShouldBe("");
    }

    [Fact]
    public async Task Tunnel_AllowedHostThatIsNotThere_SaysSo()
    {
        await using var host = await TestHost.StartAsync(o => o with { AllowedHosts = ["far.test"] });
        var table = new HostTable(["far.test", "*.example.com"]);
        table.Find("far.test").ShouldBe(ServedBy.AllowedHost);
        table.Find("a.example.com").ShouldBe(ServedBy.AllowedHost);
        table.Find("example.com").ShouldBe(ServedBy.AllowedHost);
        table.Find("badexample.com").ShouldBe(ServedBy.Nobody);
        var answer = await host.SendAsync("CONNECT far.test:1 HTTP/1.1\r\n\r\n"u8.ToArray());
        answer.ShouldStartWith("HTTP/1.1 502 far.test cannot be reached");
    }

    [Fact]
    public async Task Imds_FromTheHost_HasNoIdentity()
    {
        await using var host = await TestHost.StartAsync();
        using var client = host.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, "http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=x");
        request.Headers.Add("Metadata", "true");
        using var response = await client.SendAsync(request);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        Json.ParseObject(await response.Content.ReadAsByteArrayAsync()).Text("error_description").ShouldBe("Identity not found");
    }
}
