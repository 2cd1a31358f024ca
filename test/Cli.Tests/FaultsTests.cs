using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Host;
using Verditer.Storage;

namespace Verditer.Cli.Tests;

public sealed class FaultsTests : RunningTest
{
    [Fact]
    public async Task Faults_AreSetListedAndCleared_AndStayAfterARestart()
    {
        (await Verditer.RunAsync("faults", "list", "--output", "json")).ShouldBe(0);
        JsonNode.Parse(Verditer.Out)!.AsArray().ShouldBeEmpty();
        (await Verditer.RunAsync("faults", "set", "role-propagation=2m", "imds-throttle=forever", "--principal", Host.Principal.ClientId)).ShouldBe(0);
        Verditer.Out.ShouldContain("role-propagation=2m");
        await Host.DisposeAsync();
        Host = await Verditer.StartHostAsync();
        (await Verditer.RunAsync("faults", "list", "--output", "json")).ShouldBe(0);
        JsonNode.Parse(Verditer.Out)!.AsArray().Select(f => f.Text("duration")).ShouldBe(["2m", "forever"], ignoreOrder: true);
        (await Verditer.RunAsync("faults", "clear", "imds-throttle")).ShouldBe(0);
        (await Verditer.RunAsync("faults", "clear", "--output", "json")).ShouldBe(0);
        JsonNode.Parse(Verditer.Out)!.AsArray().ShouldHaveSingleItem().Text("kind").ShouldBe("role-propagation");
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
        (await Verditer.RunAsync(command.Split(' '))).ShouldBe(1);
        Verditer.Error.ShouldContain(reason);
    }

    [Fact]
    public async Task TokenOutage_IsAnsweredBy503_UntilItIsOver()
    {
        (await Verditer.RunAsync("faults", "set", "token-outage=5m")).ShouldBe(0);
        using var outage = await SignInAsync();
        outage.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        outage.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        (await outage.Content.ReadAsStringAsync()).ShouldContain("AADSTS90033");
        (await Verditer.RunAsync("clock", "advance", "5m")).ShouldBe(0);
        using var over = await SignInAsync();
        over.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task TokenThrottle_OfAPrincipal_IsAnsweredBy429_UntilItIsOver()
    {
        (await Verditer.RunAsync("faults", "set", "token-throttle=5m", "--principal", Host.Principal.ClientId)).ShouldBe(0);
        using var throttled = await SignInAsync();
        throttled.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        throttled.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(30));
        (await throttled.Content.ReadAsStringAsync()).ShouldContain("AADSTS90055");
        (await Verditer.RunAsync("faults", "clear", "token-throttle")).ShouldBe(0);
        using var over = await SignInAsync();
        over.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task ImdsThrottle_OfAMachine_IsAnsweredBy429_AndOthersAreServed()
    {
        var (one, two) = (await OpenAsync("one"), await OpenAsync("two"));
        (await Verditer.RunAsync("faults", "set", "imds-throttle=10s", "--scope", Owner("one"))).ShouldBe(0);
        using var throttled = await one.GetAsync(Token);
        throttled.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        throttled.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 10);
        using var served = await two.GetAsync(Token);
        served.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await Verditer.RunAsync("faults", "clear")).ShouldBe(0);
        using var again = await one.GetAsync(Token);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task FeatureRegistration_HangsUntilItsTimeOrUntilItIsCleared()
    {
        (await Verditer.RunAsync("faults", "set", "feature-registration=1h")).ShouldBe(0);
        using var arm = await ArmAsync();
        (await StateAsync(arm, HttpMethod.Post, "/register")).ShouldBe("Registering");
        (await Verditer.RunAsync("clock", "advance", "10m")).ShouldBe(0);
        (await StateAsync(arm, HttpMethod.Get, "")).ShouldBe("Registering");
        (await Verditer.RunAsync("faults", "clear", "feature-registration")).ShouldBe(0);
        (await Verditer.RunAsync("clock", "advance", "10s")).ShouldBe(0);
        for (var poll = 0; poll < 240 && await StateAsync(arm, HttpMethod.Get, "") != "Registered"; poll++)
        {
            await Task.Delay(250);
        }

        (await StateAsync(arm, HttpMethod.Get, "")).ShouldBe("Registered");
    }

    [Fact]
    public async Task ClockFollow_GoesBackToTheHostsTime()
    {
        (await Verditer.RunAsync("clock", "advance", "3d")).ShouldBe(0);
        (await Verditer.RunAsync("clock", "follow")).ShouldBe(0);
        Verditer.Out.ShouldContain("offset           none");
    }

    private const string Token = "metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/";

    private string Owner(string name) => $"/subscriptions/{Host.Principal.SubscriptionId}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachineScaleSets/{name}";

    /// <summary>A machine with an identity of its own.</summary>
    private async Task<HttpClient> OpenAsync(string name)
    {
        var own = await Host.Services.GetRequiredService<IDirectory>().EnsureManagedIdentityAsync(Host.Principal.TenantId, Owner(name), ManagedIdentityKind.SystemAssigned);
        var body = new JsonObject { ["id"] = Owner(name), ["identity"] = new JsonObject { ["type"] = "SystemAssigned", ["principalId"] = own.PrincipalId } };
        await Host.Services.GetRequiredService<IDocumentStore>().CommitAsync(new WriteBatch().Put("resources", Owner(name).ToLowerInvariant(), Json.ToBytes(body)));
        var client = Wire.ToSocket(await Host.Services.GetRequiredService<IMetadataListeners>().OpenAsync(new(name, Owner(name), null)));
        client.DefaultRequestHeaders.Add("Metadata", "true");
        return client;
    }

    private async Task<HttpClient> ArmAsync()
    {
        using var answer = await SignInAsync();
        var client = Wire.Client(Host, new StatePaths(Verditer.Folder));
        client.DefaultRequestHeaders.Authorization = new("Bearer", Json.ParseObject(await answer.Content.ReadAsByteArrayAsync()).Text("access_token"));
        return client;
    }

    private async Task<string?> StateAsync(HttpClient arm, HttpMethod method, string action)
    {
        var path = $"https://management.azure.com/subscriptions/{Host.Principal.SubscriptionId}/providers/Microsoft.Features/providers/Microsoft.ContainerService/features/MSIPreview{action}?api-version=2021-07-01";
        using var request = new HttpRequestMessage(method, path);
        using var response = await arm.SendAsync(request);
        return Json.ParseObject(await response.Content.ReadAsByteArrayAsync()).Text("properties", "state");
    }

    private async Task<HttpResponseMessage> SignInAsync()
    {
        using var client = Wire.Client(Host, new StatePaths(Verditer.Folder));
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", Host.Principal.ClientId), new("client_secret", Host.Principal.Secret!), new("scope", "https://management.azure.com/.default"),
        ]);
        return await client.PostAsync($"https://login.microsoftonline.com/{Host.Principal.TenantId}/oauth2/v2.0/token", form);
    }
}
