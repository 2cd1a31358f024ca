using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class PathTests : CloudTest
{
    private string Network => $"{Cloud.Subscription}/resourceGroups/rg1/providers/Microsoft.Network";

    [Theory]
    [InlineData("GET", "/")]
    [InlineData("GET", "/nonsense")]
    [InlineData("GET", "/subscriptions//resourceGroups")]
    [InlineData("GET", "/subscriptions/s/nonsense/x")]
    [InlineData("GET", "/subscriptions/s/providers")]
    [InlineData("PUT", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network")]
    public async Task Request_ForAPathThatNamesNothing_Is404(string method, string path) =>
        (await Cloud.SendAsync(method, path + "?api-version=2021-04-01")).Status.ShouldBeOneOf(404, 400);

    [Fact]
    public async Task Request_ForAnUnknownNamespace_NamesIt() =>
        (await Cloud.GetAsync($"{Cloud.Subscription}/resourceGroups/rg1/providers/Contoso.Widgets/widgets/w"))
            .ShouldBeRefused(404, "InvalidResourceNamespace", "The resource namespace 'Contoso.Widgets' is invalid.");

    [Fact]
    public async Task Request_ForAnUnknownType_NamesIt() =>
        (await Cloud.GetAsync(Network + "/wormholes/w"))
            .ShouldBeRefused(404, "InvalidResourceType", "The resource type 'wormholes' could not be found in the namespace 'Microsoft.Network'.");

    [Theory]
    [InlineData("DELETE", "/virtualNetworks")]
    [InlineData("POST", "/virtualNetworks/v")]
    public async Task Request_WithAMethodThatDoesNotFit_Is405(string method, string path) =>
        (await Cloud.SendAsync(method, Network + path + "?api-version=2024-05-01")).ShouldBeRefused(405, "MethodNotAllowed");

    [Fact]
    public async Task Request_ForAnActionThatIsNotServed_NamesIt() =>
        (await Cloud.PostAsync(Network + "/virtualNetworks/v/explode"))
            .ShouldBeRefused(404, "InvalidResourceType", "The action 'explode' is not served for the resource type 'Microsoft.Network/virtualNetworks'.");

    [Fact]
    public async Task Request_WithoutAnApiVersion_IsRefused() =>
        (await Cloud.GetAsync(Network + "/virtualNetworks/v?api-version="))
            .ShouldBeRefused(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");

    [Theory]
    [InlineData("2001-01-01", "NoRegisteredProviderFound")]
    [InlineData("2001-01-01-preview", "NoRegisteredProviderFound")]
    [InlineData("latest", "InvalidApiVersionParameter")]
    [InlineData("2024-99-99", "InvalidApiVersionParameter")]
    [InlineData("2024-05-01x", "InvalidApiVersionParameter")]
    public async Task Request_WithAnApiVersionThatTheTypeLacks_ListsThoseThatItHas(string version, string code)
    {
        var reply = (await Cloud.GetAsync($"{Network}/virtualNetworks/v?api-version={version}")).ShouldBeRefused(400, code);

        reply.Message.ShouldContain(version);
        reply.Message.ShouldContain("2024-05-01");
    }

    [Fact]
    public async Task Put_WithAnApiVersionThatTheTypeLacks_NamesTheLocation()
    {
        var reply = await Cloud.PutAsync($"{Network}/virtualNetworks/v?api-version=2001-01-01", """{"location":"westus2"}""");

        reply.Message.ShouldStartWith(
            "No registered resource provider found for location 'westus2' and API version '2001-01-01' for type 'virtualNetworks'. The supported api-versions are '");
    }

    [Fact]
    public async Task Request_ForAGroupWithAnApiVersionThatItLacks_IsRefused() =>
        (await Cloud.GetAsync($"{Cloud.Subscription}/resourceGroups/rg1?api-version=2001-01-01")).ShouldBeRefused(400, "InvalidApiVersionParameter");

    [Fact]
    public async Task Request_ForAnEndpointWithAnApiVersionThatIsNone_IsRefused() =>
        (await Cloud.GetAsync("/subscriptions?api-version=soon")).ShouldBeRefused(400, "InvalidApiVersionParameter");

    [Theory]
    [InlineData("Microsoft.Resources/deployments/d")]
    [InlineData("Microsoft.Resources/deploymentScripts/d")]
    [InlineData("Microsoft.Resources/deploymentStacks/d")]
    [InlineData("Microsoft.Authorization/policyAssignments/p")]
    [InlineData("Microsoft.Authorization/roleAssignmentScheduleRequests/r")]
    [InlineData("Microsoft.Authorization/roleEligibilityScheduleRequests/r")]
    public async Task Put_OfATypeThatOnlyActsWhenItIsWritten_IsRefused(string type) =>
        (await Cloud.PutAsync($"{Cloud.Subscription}/resourceGroups/rg1/providers/{type}", """{"properties":{}}""")).ShouldBeRefused(501, "NotImplemented");

    [Fact]
    public async Task Request_InAnotherCase_ReachesTheSameResource()
    {
        await Cloud.AddGroupAsync();
        (await Cloud.PutAsync(Network + "/routeTables/T", """{"location":"westus2"}""")).ShouldBe(201);

        var reply = await Cloud.GetAsync((Network + "/routeTables/T").ToUpperInvariant() + "?API-VERSION=2024-05-01");

        reply.ShouldBe(200).Text("id").ShouldBe(Network + "/routeTables/T");
    }
}
