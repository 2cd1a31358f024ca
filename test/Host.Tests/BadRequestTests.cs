using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace Verditer.Host.Tests;

/// <summary>What nobody should send, over the wire: refused in Azure's words, and what was there stays.</summary>
public sealed class BadRequestTests(SignedInHost signedIn) : IClassFixture<SignedInHost>, IAsyncDisposable
{
    private readonly TestHost _host = signedIn.Host;
    private readonly HttpClient _arm = signedIn.Arm;

    public async ValueTask DisposeAsync()
    {
        using var kept = await _arm.GetAsync(_host.Group("kept"));
        kept.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("1.1")]
    [InlineData("2.0")]
    public async Task Body_OfTenMegabytes_Answers413AndTheConnectionGoesOn(string version)
    {
        var connections = 0;
        using var client = _host.Client(throughProxy: false, connecting: () => connections++);
        client.DefaultRequestVersion = Version.Parse(version);
        client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        client.DefaultRequestHeaders.Authorization = _arm.DefaultRequestHeaders.Authorization;
        var body = new byte[10 * 1024 * 1024];
        body.AsSpan().Fill((byte)' ');
        for (var i = 0; i < 2; i++)
        {
            using var content = ArmAccess.JsonBody(body);
            using var refused = await client.PutAsync(_host.Group("large"), content);
            await refused.ShouldBeArmErrorAsync(HttpStatusCode.RequestEntityTooLarge, "RequestEntityTooLarge");
            using var next = await client.GetAsync(_host.Group("kept"));
            next.StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        connections.ShouldBe(1);
        using var large = await _arm.GetAsync(_host.Group("large"));
        await large.ShouldBeArmErrorAsync(HttpStatusCode.NotFound, "ResourceGroupNotFound");
    }

    [Fact]
    public async Task Body_LargerThanAnyApiTakes_Answers413InAzuresForm()
    {
        await using var stream = await _host.OpenTlsAsync();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"PUT /{_host.Group("large")} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\nConnection: close\r\n\r\n"));
        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync().WaitAsync(TimeSpan.FromSeconds(30));
        answer.ShouldStartWith("HTTP/1.1 413 ");
        answer.ShouldContain("\"RequestEntityTooLarge\"");
    }

    [Theory]
    [InlineData(null, "AuthenticationFailed")]
    [InlineData("Bearer", "AuthenticationFailed")]
    [InlineData("Basic dXNlcjpwYXNz", "AuthenticationFailed")]
    [InlineData("Bearer nonsense", "InvalidAuthenticationToken")]
    [InlineData("Bearer a.b.c", "InvalidAuthenticationToken")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJhdWQiOiJodHRwczovL21hbmFnZW1lbnQuYXp1cmUuY29tLyJ9.", "InvalidAuthenticationToken")]
    public async Task Token_MissingOrBroken_IsChallenged(string? authorization, string code)
    {
        using var anybody = _host.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_arm.BaseAddress!, _host.Group("kept")));
        if (authorization is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        }

        using var response = await anybody.SendAsync(request);
        await response.ShouldBeArmErrorAsync(HttpStatusCode.Unauthorized, code);
        response.Headers.WwwAuthenticate.ToString().ShouldContain("authorization_uri=\"https://login.microsoftonline.com/");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Token_ChangedInOneOfItsParts_IsInvalid(int part)
    {
        var parts = (await _host.TokenAsync()).Split('.');
        var middle = parts[part].Length / 2;
        parts[part] = parts[part][..middle] + (parts[part][middle] == 'A' ? 'B' : 'A') + parts[part][(middle + 1)..];
        using var request = new HttpRequestMessage(HttpMethod.Get, _host.Group("kept"));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", string.Join('.', parts));
        using var response = await _arm.SendAsync(request);
        await response.ShouldBeArmErrorAsync(HttpStatusCode.Unauthorized, "InvalidAuthenticationToken");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"location\":\"westeurope\"")]
    [InlineData("{\"location\":\"westeurope\"} trailing")]
    [InlineData("{'location':'westeurope'}")]
    [InlineData("[{\"location\":\"westeurope\"}]")]
    [InlineData("null")]
    [InlineData("{\"location\":\"westeurope\",\"location\":\"northeurope\"}")]
    [InlineData("{\"location\":\"west\u0001europe\"}")]
    [InlineData("{\"location\":\"\\ud800\"}")]
    [InlineData("{\"location\":\"westeurope\",\"tags\":{\"\\uDC00\":\"x\"}}")]
    public async Task Json_Malformed_IsInvalidRequestContentAndMakesNothing(string body)
    {
        using var response = await _arm.PutAsync(_host.Group("broken"), body);
        await response.ShouldBeArmErrorAsync(HttpStatusCode.BadRequest, "InvalidRequestContent");
        using var after = await _arm.GetAsync(_host.Group("broken"));
        after.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Json_NestedTooDeep_OrNotUtf8_IsInvalidRequestContent()
    {
        var deep = $$"""{"location":"westeurope","tags":{{string.Concat(Enumerable.Repeat("{\"a\":", 5000))}}1{{new string('}', 5000)}}}""";
        foreach (var bytes in new[] { Encoding.UTF8.GetBytes(deep), [.. "{\"location\":\""u8, 0xC3, 0x28, .. "\"}"u8] })
        {
            using var content = ArmAccess.JsonBody(bytes);
            using var response = await _arm.PutAsync(_host.Group("broken"), content);
            await response.ShouldBeArmErrorAsync(HttpStatusCode.BadRequest, "InvalidRequestContent");
        }
    }

    [Fact]
    public async Task Json_MalformedUpdate_LeavesTheResourceAsItWas()
    {
        var before = await _arm.GetStringAsync(_host.Group("kept"));
        using var response = await _arm.PutAsync(_host.Group("kept"), """{"location":"westeurope","tags":{"a":""");
        await response.ShouldBeArmErrorAsync(HttpStatusCode.BadRequest, "InvalidRequestContent");
        (await _arm.GetStringAsync(_host.Group("kept"))).ShouldBe(before);
    }

    [Fact]
    public async Task ClientThatGoesAwayInTheMiddleOfABody_MakesNothing()
    {
        await using (var stream = await _host.OpenTlsAsync())
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(
                $"PUT /{_host.Group("half")} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {_arm.DefaultRequestHeaders.Authorization}\r\nContent-Length: 1000\r\n\r\n{{\"location\":"));
            await stream.FlushAsync();
        }

        using var after = await _arm.GetAsync(_host.Group("half"));
        await after.ShouldBeArmErrorAsync(HttpStatusCode.NotFound, "ResourceGroupNotFound");
    }
}
