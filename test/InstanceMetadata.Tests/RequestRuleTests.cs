using System.Net.Sockets;
using System.Text;
using Verditer.Core;

namespace Verditer.InstanceMetadata.Tests;

public sealed class RequestRuleTests(SharedMachines shared) : IClassFixture<SharedMachines>, IDisposable
{
    private readonly TestMachines _machines = shared.Machines;
    private readonly HttpClient _node = shared.Client();

    public void Dispose() => _node.Dispose();

    [Theory]
    [InlineData(null)]
    [InlineData("false")]
    public async Task MetadataHeader_MissingOrNotTrue_IsRefusedInTheCategorysForm(string? value)
    {
        _node.DefaultRequestHeaders.Remove("Metadata");
        if (value is not null)
        {
            _node.DefaultRequestHeaders.Add("Metadata", value);
        }

        await _node.TokenAsync().ShouldBeRefusedAsync("Required metadata header not specified");
        var (status, body) = await _node.JsonAsync("metadata/instance?api-version=2021-10-01");
        status.ShouldBe(400);
        body.Text("error").ShouldBe("Bad request. Required metadata header not specified");
    }

    [Theory]
    [InlineData("True")]
    [InlineData("TRUE")]
    public async Task MetadataHeader_InAnyCase_IsTaken(string value)
    {
        _node.DefaultRequestHeaders.Remove("Metadata");
        _node.DefaultRequestHeaders.Add("Metadata", value);
        (await _node.TokenAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task ForwardedRequest_IsRefused()
    {
        _node.DefaultRequestHeaders.Add("X-Forwarded-For", "127.0.0.1");
        (await _node.TokenAsync()).Status.ShouldBe(400);
        (await _node.JsonAsync("metadata/instance?api-version=2021-10-01")).Status.ShouldBe(400);
    }

    [Theory]
    [InlineData("metadata/identity/oauth2/token?resource=x")]
    [InlineData("metadata/identity/oauth2/token?resource=x&api-version=2017-12-01")]
    [InlineData("metadata/instance")]
    [InlineData("metadata/instance?api-version=2021-10-02")]
    public async Task ApiVersion_MissingOrUnknown_NamesTheNewest(string path)
    {
        var (status, body) = await _node.JsonAsync(path);
        status.ShouldBe(400);
        body.Text("error").ShouldNotBeNull().ShouldStartWith("Bad request. api-version is invalid or was not specified in the request.");
        body["newest-versions"]!.AsArray().Select(v => v!.ToString()).ShouldBe(["2025-04-07", "2024-07-17", "2024-03-15"]);
    }

    [Theory]
    [InlineData("2018-02-01")]
    [InlineData("2019-08-01")]
    [InlineData("2021-10-01")]
    public async Task ApiVersion_OneThatClientsUse_IsTaken(string version) =>
        (await _node.JsonAsync($"metadata/identity/oauth2/token?api-version={version}&resource={Answers.Arm}")).Status.ShouldBe(200);

    [Theory]
    [InlineData("")]
    [InlineData("&resource=")]
    public async Task Resource_MissingOrEmpty_IsNamed(string more) =>
        await _node.JsonAsync("metadata/identity/oauth2/token?api-version=2018-02-01" + more)
            .ShouldBeRefusedAsync("Required query variable 'resource' is missing");

    [Fact]
    public async Task Parameter_GivenTwice_IsRefused() =>
        (await _node.TokenAsync("&resource=https%3A%2F%2Fvault.azure.net")).Status.ShouldBe(400);

    [Theory]
    [InlineData("")]
    [InlineData("metadata")]
    [InlineData("metadata/identity")]
    [InlineData("metadata/identity/oauth2/token/more")]
    [InlineData("latest/meta-data")]
    public async Task UnknownPath_Answers404(string path)
    {
        var (status, body) = await _node.JsonAsync(path + "?api-version=2018-02-01&resource=x");
        status.ShouldBe(404);
        body.Text("error").ShouldBe("Not found");
    }

    [Fact]
    public async Task Post_Answers405()
    {
        using var response = await _node.PostAsync(Answers.TokenPath + Answers.Arm, new ByteArrayContent([]));
        ((int)response.StatusCode).ShouldBe(405);
    }

    [Fact]
    public async Task ProxyRequest_ForTheService_IsServed_ForAnotherHost_IsNot()
    {
        (await RawAsync($"GET http://169.254.169.254/{Answers.TokenPath}{Answers.Arm} HTTP/1.1\r\nHost: 169.254.169.254\r\nMetadata: true\r\nConnection: close\r\n\r\n"))
            .ShouldStartWith("HTTP/1.1 200 ");
        var other = await RawAsync($"GET http://example.com/{Answers.TokenPath}{Answers.Arm} HTTP/1.1\r\nHost: example.com\r\nMetadata: true\r\nConnection: close\r\n\r\n");
        other.ShouldStartWith("HTTP/1.1 404 ");
        other.ShouldContain("it is not 'example.com'");
        other.ShouldNotContain("access_token");
    }

    private async Task<string> RawAsync(string request)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_machines.Listeners.FindNodeSocket(TestMachines.NodeName)!));
        await using var stream = new NetworkStream(socket);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request));
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
