using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Host;
using Verditer.Storage;

namespace Verditer.Cli.Tests;

public sealed class FaultsTests : IAsyncLifetime
{
    private readonly CommandLine _verditer = new();
    private VerditerHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await _verditer.StartHostAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _verditer.Dispose();
    }

    [Fact]
    public async Task Faults_AreSetListedAndCleared_AndStayAfterARestart()
    {
        (await _verditer.RunAsync("faults", "list", "--output", "json")).ShouldBe(0);
        JsonNode.Parse(_verditer.Out)!.AsArray().ShouldBeEmpty();
        (await _verditer.RunAsync("faults", "set", "role-propagation=2m", "imds-throttle=forever", "--principal", _host.Principal.ClientId)).ShouldBe(0);
        _verditer.Out.ShouldContain("role-propagation=2m");
        await _host.DisposeAsync();
        _host = await _verditer.StartHostAsync();
        (await _verditer.RunAsync("faults", "list", "--output", "json")).ShouldBe(0);
        JsonNode.Parse(_verditer.Out)!.AsArray().Select(f => f.Text("duration")).ShouldBe(["2m", "forever"], ignoreOrder: true);
        (await _verditer.RunAsync("faults", "clear", "imds-throttle")).ShouldBe(0);
        (await _verditer.RunAsync("faults", "clear", "--output", "json")).ShouldBe(0);
        JsonNode.Parse(_verditer.Out)!.AsArray().ShouldHaveSingleItem().Text("kind").ShouldBe("role-propagation");
    }

    [Theory]
    [InlineData("faults set nonsense=2m", "no fault 'nonsense'")]
    [InlineData("faults set role-propagation=soon", "not a duration")]
    [InlineData("faults set role-propagation", "not a fault")]
    [InlineData("faults set role-propagation=2m --scope rg", "not a scope")]
    [InlineData("faults set role-propagation=2m --principal nobody", "no principal 'nobody'")]
    [InlineData("faults set token-outage=2m --rate 200%", "not a share")]
    [InlineData("faults clear nonsense", "no fault 'nonsense'")]
    public async Task Fault_ThatIsNone_IsRefusedWithTheReason(string command, string reason)
    {
        (await _verditer.RunAsync(command.Split(' '))).ShouldBe(1);
        _verditer.Error.ShouldContain(reason);
    }

    [Fact]
    public async Task TokenOutage_IsAnsweredBy503_UntilItIsOver()
    {
        (await _verditer.RunAsync("faults", "set", "token-outage=5m")).ShouldBe(0);
        using var outage = await SignInAsync();
        outage.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        outage.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        (await outage.Content.ReadAsStringAsync()).ShouldContain("AADSTS90033");
        (await _verditer.RunAsync("clock", "advance", "5m")).ShouldBe(0);
        using var over = await SignInAsync();
        over.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ImdsThrottle_OfAMachine_IsAnsweredBy429_AndOthersAreServed()
    {
        var (one, two) = (await OpenAsync("one"), await OpenAsync("two"));
        (await _verditer.RunAsync("faults", "set", "imds-throttle=10s", "--scope", Owner("one"))).ShouldBe(0);
        using var throttled = await one.GetAsync(Token);
        throttled.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        throttled.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 10);
        using var served = await two.GetAsync(Token);
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _verditer.RunAsync("faults", "clear")).ShouldBe(0);
        using var again = await one.GetAsync(Token);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task FeatureRegistration_HangsUntilItsTimeOrUntilItIsCleared()
    {
        (await _verditer.RunAsync("faults", "set", "feature-registration=1h")).ShouldBe(0);
        using var arm = await ArmAsync();
        (await StateAsync(arm, HttpMethod.Post, "/register")).ShouldBe("Registering");
        (await _verditer.RunAsync("clock", "advance", "10m")).ShouldBe(0);
        (await StateAsync(arm, HttpMethod.Get, "")).ShouldBe("Registering");
        (await _verditer.RunAsync("faults", "clear", "feature-registration")).ShouldBe(0);
        (await _verditer.RunAsync("clock", "advance", "10s")).ShouldBe(0);
        for (var poll = 0; poll < 240 && await StateAsync(arm, HttpMethod.Get, "") != "Registered"; poll++)
        {
            await Task.Delay(250);
        }

        (await StateAsync(arm, HttpMethod.Get, "")).ShouldBe("Registered");
    }

    [Fact]
    public async Task ClockFollow_GoesBackToTheHostsTime()
    {
        (await _verditer.RunAsync("clock", "advance", "3d")).ShouldBe(0);
        (await _verditer.RunAsync("clock", "follow")).ShouldBe(0);
        _verditer.Out.ShouldContain("offset           none");
    }

    private const string Token = "metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/";

    private string Owner(string name) => $"/subscriptions/{_host.Principal.SubscriptionId}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/{name}";

    /// <summary>A machine with an identity of its own.</summary>
    private async Task<HttpClient> OpenAsync(string name)
    {
        await _host.Services.GetRequiredService<IDirectory>().EnsureManagedIdentityAsync(_host.Principal.TenantId, Owner(name), ManagedIdentityKind.SystemAssigned);
        var body = new JsonObject { ["id"] = Owner(name), ["identity"] = new JsonObject { ["type"] = "SystemAssigned" } };
        await _host.Services.GetRequiredService<IDocumentStore>().CommitAsync(new WriteBatch().Put("resources", Owner(name).ToLowerInvariant(), Json.ToBytes(body)));
        var client = Wire.ToSocket(await _host.Services.GetRequiredService<IMetadataListeners>().OpenAsync(new(name, Owner(name), null)));
        client.DefaultRequestHeaders.Add("Metadata", "true");
        return client;
    }

    private async Task<HttpClient> ArmAsync()
    {
        using var answer = await SignInAsync();
        var client = Wire.Client(_host, new StatePaths(_verditer.Folder));
        client.DefaultRequestHeaders.Authorization = new("Bearer", Json.ParseObject(await answer.Content.ReadAsByteArrayAsync()).Text("access_token"));
        return client;
    }

    private async Task<string?> StateAsync(HttpClient arm, HttpMethod method, string action)
    {
        var path = $"https://management.azure.com/subscriptions/{_host.Principal.SubscriptionId}/providers/Microsoft.Features/providers/Microsoft.ContainerService/features/MSIPreview{action}?api-version=2021-07-01";
        using var request = new HttpRequestMessage(method, path);
        using var response = await arm.SendAsync(request);
        return Json.ParseObject(await response.Content.ReadAsByteArrayAsync()).Text("properties", "state");
    }

    private async Task<HttpResponseMessage> SignInAsync()
    {
        using var client = Wire.Client(_host, new StatePaths(_verditer.Folder));
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", _host.Principal.ClientId), new("client_secret", _host.Principal.Secret!), new("scope", "https://management.azure.com/.default"),
        ]);
        return await client.PostAsync($"https://login.microsoftonline.com/{_host.Principal.TenantId}/oauth2/v2.0/token", form);
    }
}
