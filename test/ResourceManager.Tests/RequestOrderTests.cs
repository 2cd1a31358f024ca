using System.Text;
using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

/// <summary>One request that breaks every rule is mended step by step; each time the next rule refuses it.</summary>
public sealed class RequestOrderTests : CloudTest
{
    private const string Version = "2022-10-01";

    protected override TestCloudOptions Options => TestProvider.Options;

    [Fact]
    public async Task Refusal_OfARequestThatBreaksEveryRule_IsThatOfTheFirstInOrder()
    {
        const string BadBody = """{"location":"mars","properties":{"retentionInDays":7,"network":{"id":"NETWORK"},"sku":{"name":5}}}""";
        var stranger = await Cloud.AddPrincipalAsync();
        var group = $"{Cloud.Subscription}/resourceGroups/rg1";
        var elsewhere = $"/subscriptions/{await Cloud.AddSubscriptionAsync(Cloud.Owner)}";
        var network = $"{elsewhere}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v";
        var path = $"{group}/providers/{TestProvider.Name}/workspaces/bad*name";
        var request = new ArmRequest("PUT", "/nonsense", new Dictionary<string, string>(), TestCloud.BaseUri, Encoding.UTF8.GetBytes("{"))
        {
            IfMatch = "\"1\"",
        };

        await RefusedAsync(401, "AuthenticationFailed");
        request = request with { Token = await Cloud.TokenAsync(stranger) };
        await RefusedAsync(404, "InvalidResourcePath");
        request = request with { Path = path.Replace(Cloud.SubscriptionId, Guid.Empty.ToString(), StringComparison.Ordinal) };
        await RefusedAsync(400, "MissingApiVersionParameter");
        request = request with { Query = new Dictionary<string, string> { ["api-version"] = Version } };
        await RefusedAsync(404, "SubscriptionNotFound");
        request = request with { Path = path };
        await RefusedAsync(403, "AuthorizationFailed");
        await Cloud.AssignAsync(stranger.ObjectId, "Contributor", Cloud.Subscription);
        await RefusedAsync(409, "MissingSubscriptionRegistration");
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/{TestProvider.Name}/register");
        await Cloud.RunOperationsAsync();
        request = request with { Token = await Cloud.TokenAsync(stranger) };
        await RefusedAsync(404, "ResourceGroupNotFound");
        await Cloud.AddGroupAsync();
        await LockAsync();
        await RefusedAsync(400, "InvalidRequestContent");
        request = request with { Body = Encoding.UTF8.GetBytes(BadBody.Replace("NETWORK", network, StringComparison.Ordinal)) };
        await RefusedAsync(400, "InvalidResourceName");
        request = request with { Path = path.Replace("*", "", StringComparison.Ordinal) };
        await RefusedAsync(400, "BadRequest");
        await RegisterFeatureAsync();
        request = request with { Token = await Cloud.TokenAsync(stranger) };
        await RefusedAsync(403, "LinkedAuthorizationFailed");
        await Cloud.AssignAsync(stranger.ObjectId, "Network Contributor", elsewhere);
        await RefusedAsync(409, "ScopeLocked");
        (await Cloud.DeleteAsync($"{group}/providers/Microsoft.Authorization/locks/l")).ShouldBe(200);
        var error = await RefusedAsync(400, "InvalidRequestContent");
        error.Text("error", "target").ShouldBe("properties.sku.name");
        request = With("\"sku\":{\"name\":5}", "\"sku\":{\"name\":\"PerGB2018\"}");
        await RefusedAsync(400, "LocationNotAvailableForResourceType");
        request = With("mars", "westus2");
        await RefusedAsync(412, "PreconditionFailed");
        request = request with { IfMatch = null };
        (await Cloud.SendAsync(request)).ShouldBe(201);

        async Task<TestReply> RefusedAsync(int status, string code) => (await Cloud.SendAsync(request)).ShouldBeRefused(status, code);

        ArmRequest With(string old, string text) =>
            request with { Body = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(request.Body.Span).Replace(old, text, StringComparison.Ordinal)) };

        async Task LockAsync() => (await Cloud.PutAsync(
            $"{group}/providers/Microsoft.Authorization/locks/l", """{"properties":{"level":"ReadOnly"}}""")).ShouldBe(201);
    }

    private async Task RegisterFeatureAsync()
    {
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/Microsoft.Features/providers/{TestProvider.Name}/features/{TestProvider.Feature}/register");
        await Cloud.RunOperationsAsync();
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/{TestProvider.Name}/register");
        await Cloud.RunOperationsAsync();
    }
}
