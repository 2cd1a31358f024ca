using System.Net;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.InstanceMetadata.Tests;

/// <summary>App Service's protocol and the older form, at a node's listener.</summary>
public sealed class ProtocolTests : IAsyncLifetime
{
    private const string AppService = "msi/token?api-version=2019-08-01&resource=https://management.azure.com/";

    private TestMachines _machines = null!;
    private ManagedIdentity _own = null!;
    private ManagedIdentity _other = null!;
    private MetadataSocket _socket = null!;
    private HttpClient _node = null!;

    public async ValueTask InitializeAsync()
    {
        _machines = await TestMachines.StartAsync();
        _own = await _machines.AddSystemIdentityAsync(TestMachines.ScaleSet);
        _other = await _machines.AddIdentityAsync("other");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "SystemAssigned, UserAssigned", "other");
        await _machines.Listeners.OpenAsync(TestMachines.Node);
        _socket = (await _machines.Listeners.FindMachineAsync(TestMachines.NodeName))!;
        _node = new(TestMachines.HandlerOf(_socket.Path)) { BaseAddress = new("http://127.0.0.1/") };
    }

    public async ValueTask DisposeAsync()
    {
        _node.Dispose();
        await _machines.DisposeAsync();
    }

    [Fact]
    public async Task AppService_WithItsHeader_GivesTheDocumentedAnswer()
    {
        var (status, body) = await GetAsync(AppService);

        status.ShouldBe(200);
        body.Select(p => p.Key).ShouldBe(["access_token", "expires_on", "resource", "token_type", "client_id"]);
        body.Text("client_id").ShouldBe(_own.ClientId);
        body.Text("expires_on").ShouldBe(Answers.ClaimsOf(body.Text("access_token")!).At("exp")!.ToString());
    }

    [Fact]
    public async Task AppService_AtTheOlderVersion_SpeaksItsWay()
    {
        var (status, body) = await GetAsync($"msi/token/?api-version=2017-09-01&resource={Answers.Arm}&clientid={_other.ClientId}", header: "secret");

        status.ShouldBe(200);
        body.Select(p => p.Key).ShouldBe(["access_token", "expires_on", "resource", "token_type"]);
        body.Text("expires_on").ShouldBe("03/02/2026 11:59:59 +00:00");
        Answers.ClaimsOf(body.Text("access_token")!).Text("oid").ShouldBe(_other.PrincipalId);
    }

    [Fact]
    public async Task AppService_WithASelector_GivesThatOnes()
    {
        foreach (var selector in (string[])[$"client_id={_other.ClientId}", $"principal_id={_other.PrincipalId}", $"mi_res_id={_other.ResourceId}"])
        {
            (await GetAsync($"{AppService}&{selector}")).Body.Text("client_id").ShouldBe(_other.ClientId, selector);
        }
    }

    [Fact]
    public async Task AppService_WithoutSuchAnIdentity_RefusesInItsWords()
    {
        var (status, body) = await GetAsync($"{AppService}&client_id=11111111-1111-1111-1111-111111111111");
        (status, body.Text("message")).ShouldBe((400, "No User Assigned or Delegated Managed Identity found for specified ClientId/ResourceId/PrincipalId."));
        body.Number("statusCode").ShouldBe(400);
        Guid.TryParse(body.Text("correlationId"), out _).ShouldBeTrue();

        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "other");
        (await GetAsync(AppService)).Body.Text("message").ShouldBe("Unable to load the proper Managed Identity.");
    }

    [Theory]
    [InlineData("msi/token?api-version=2018-02-01&resource=r", "X-IDENTITY-HEADER", true, 400)]
    [InlineData("msi/token?api-version=2019-08-01", "X-IDENTITY-HEADER", true, 400)]
    [InlineData("msi/token?api-version=2019-08-01&resource=r", "X-IDENTITY-HEADER", false, 401)]
    [InlineData("msi/token?api-version=2019-08-01&resource=r", "secret", true, 401)]
    [InlineData("msi/token?api-version=2019-08-01&resource=https://nowhere.example", "X-IDENTITY-HEADER", true, 400)]
    public async Task AppService_ThatBreaksARule_IsRefused(string path, string header, bool right, int expected)
    {
        var (status, body) = await GetAsync(path, header, right ? null : "wrong");

        (status, body.Number("statusCode")).ShouldBe((expected, expected));
    }

    [Fact]
    public async Task AppService_PassedOnByAProxy_IsRefused()
    {
        _node.DefaultRequestHeaders.Add("X-Forwarded-For", "10.0.0.1");

        (await GetAsync(AppService)).Status.ShouldBe(400);
    }

    [Fact]
    public async Task OlderForm_Posted_GivesATokenWithARefreshTokenThatIsEmpty()
    {
        var (status, body) = await PostAsync(("resource", Answers.Arm));
        (status, body.Text("client_id"), body.Text("refresh_token")).ShouldBe((200, _own.ClientId, ""));

        (await PostAsync(("resource", Answers.Arm), ("msi_res_id", _other.ResourceId))).Body.Text("client_id").ShouldBe(_other.ClientId);
        (await PostAsync(("resource", Answers.Arm), ("client_id", "x"))).Body.Text("error_description").ShouldBe("Identity not found");
        (await PostAsync()).Body.Text("error_description").ShouldBe("Required query variable 'resource' is missing");
    }

    [Fact]
    public async Task OlderForm_WithoutItsHeaderOrByGet_IsRefused()
    {
        using var content = new FormUrlEncodedContent([new("resource", Answers.Arm)]);
        using var response = await _node.PostAsync("oauth2/token", content);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        _node.DefaultRequestHeaders.Add("Metadata", "true");
        (await _node.GetAsync("oauth2/token?resource=" + Answers.Arm)).StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Fact]
    public async Task Protocols_AreThrottledAsTheServiceIs()
    {
        _machines.Faults.Throttled = TimeSpan.FromSeconds(3);

        (await GetAsync(AppService)).Status.ShouldBe(429);
        (await PostAsync(("resource", Answers.Arm))).Status.ShouldBe(429);
    }

    private async Task<(int Status, JsonObject Body)> GetAsync(string path, string header = "X-IDENTITY-HEADER", string? value = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { header, value ?? _socket.IdentityHeader } } };
        return await ReadAsync(request);
    }

    private async Task<(int Status, JsonObject Body)> PostAsync(params (string Name, string Value)[] fields)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "oauth2/token")
        {
            Headers = { { "Metadata", "true" } },
            Content = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
        };
        return await ReadAsync(request);
    }

    private async Task<(int Status, JsonObject Body)> ReadAsync(HttpRequestMessage request)
    {
        using var response = await _node.SendAsync(request);
        return ((int)response.StatusCode, Json.ParseObject(await response.Content.ReadAsByteArrayAsync()));
    }
}
