using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class FeatureRegistrationTests : CloudTest
{
    private const string Gated = """{"location":"westus2","properties":{"retentionInDays":7}}""";

    protected override TestCloudOptions Options => TestProvider.Options;

    private string Feature => FeatureOf(Cloud.Subscription);

    private string Provider => $"{Cloud.Subscription}/providers/{TestProvider.Name}";

    [Fact]
    public async Task Register_OfAFeature_TakesTimeOfTheClock()
    {
        (await Cloud.GetAsync(Feature)).Text("properties", "state").ShouldBe("NotRegistered");

        (await Cloud.PostAsync(Feature + "/register")).ShouldBe(200).Text("properties", "state").ShouldBe("Registering");
        Cloud.Advance(TimeSpan.FromSeconds(2));
        (await Cloud.GetAsync(Feature)).Text("properties", "state").ShouldBe("Registering");
        await Cloud.RunOperationsAsync();

        var feature = await Cloud.GetAsync(Feature);
        (feature.Text("properties", "state"), feature.Text("name")).ShouldBe(("Registered", $"{TestProvider.Name}/{TestProvider.Feature}"));
        feature.Text("id").ShouldBe(Feature);
    }

    [Fact]
    public async Task Gate_OfAFeature_OpensByARegistrationOfTheProviderThatBeginsAfterwards()
    {
        var workspace = await WorkspaceAsync();
        await RunAsync(Provider + "/register");
        await ShouldBeClosedAsync(workspace);

        await RunAsync(Feature + "/register");
        await ShouldBeClosedAsync(workspace);

        (await Cloud.PostAsync(Provider + "/register")).ShouldBe(200);
        await ShouldBeClosedAsync(workspace);
        await Cloud.RunOperationsAsync();

        (await Cloud.PutAsync(workspace, Gated)).ShouldBe(201);
    }

    [Fact]
    public async Task Gate_AfterAProviderRegistrationThatBeganBefore_StaysClosed()
    {
        var workspace = await WorkspaceAsync();
        await RunAsync(Provider + "/register");

        (await Cloud.PostAsync(Feature + "/register")).ShouldBe(200);
        Cloud.Advance(TimeSpan.FromSeconds(2));
        (await Cloud.PostAsync(Provider + "/register")).ShouldBe(200);
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(Feature)).Text("properties", "state").ShouldBe("Registered");
        (await Cloud.GetAsync(Provider)).Text("registrationState").ShouldBe("Registered");
        await ShouldBeClosedAsync(workspace);
    }

    [Fact]
    public async Task Gate_InAnotherSubscription_StaysClosed()
    {
        var other = $"/subscriptions/{await Cloud.AddSubscriptionAsync(Cloud.Owner)}";
        await RunAsync(Feature + "/register");
        await RunAsync(Provider + "/register");
        await RunAsync($"{other}/providers/{TestProvider.Name}/register");
        await Cloud.PutAsync($"{other}/resourceGroups/rg1", """{"location":"westus2"}""");

        (await Cloud.GetAsync(FeatureOf(other))).Text("properties", "state").ShouldBe("NotRegistered");
        await ShouldBeClosedAsync($"{other}/resourceGroups/rg1/providers/{TestProvider.Name}/workspaces/w");
    }

    [Fact]
    public async Task Gate_IsNoObstacleToWhatDoesNotNeedTheFeature()
    {
        var workspace = await WorkspaceAsync();
        await RunAsync(Provider + "/register");

        (await Cloud.PutAsync(workspace, """{"location":"westus2","properties":{"retentionInDays":30}}""")).ShouldBe(201);
    }

    [Fact]
    public async Task Gate_AfterARestart_IsStillOpen()
    {
        var workspace = await WorkspaceAsync();
        await RunAsync(Feature + "/register");
        await RunAsync(Provider + "/register");

        await Cloud.RestartAsync();

        (await Cloud.PutAsync(workspace, Gated)).ShouldBe(201);
    }

    [Fact]
    public async Task Gate_AfterTheFeatureIsUnregistered_IsClosed()
    {
        var workspace = await WorkspaceAsync();
        await RunAsync(Feature + "/register");
        await RunAsync(Provider + "/register");

        (await Cloud.PostAsync(Feature + "/unregister")).ShouldBe(200).Text("properties", "state").ShouldBe("Unregistering");
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(Feature)).Text("properties", "state").ShouldBe("Unregistered");
        await ShouldBeClosedAsync(workspace);
    }

    [Fact]
    public async Task Unregister_UnderTheRulesOfThePreview_IsRefused()
    {
        await Cloud.Get<SubscriptionService>().SetRulesAsync(Cloud.SubscriptionId, RuleSet.Preview);
        await RunAsync(Feature + "/register");

        (await Cloud.PostAsync(Feature + "/unregister")).ShouldBeRefused(409, "FeatureUnregistrationUnsupported")
            .Message.ShouldContain("once a feature is registered it cannot be unregistered");
        (await Cloud.GetAsync(Feature)).Text("properties", "state").ShouldBe("Registered");
    }

    [Fact]
    public async Task Register_Again_ChangesNothing()
    {
        await RunAsync(Feature + "/register");

        (await Cloud.PostAsync(Feature + "/register")).ShouldBe(200).Text("properties", "state").ShouldBe("Registered");
        (await Cloud.RunningAsync()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "/register")]
    [InlineData("POST", "/unregister")]
    public async Task Feature_ThatIsUnknown_Is404(string method, string action) =>
        (await Cloud.SendAsync(method, Feature.Replace(TestProvider.Feature, "Teleport") + action))
            .ShouldBeRefused(404, "FeatureNotFound", "The feature 'Teleport' could not be found.");

    [Fact]
    public async Task List_OfFeatures_ShowsEachWithItsState()
    {
        await RunAsync(Feature + "/register");

        var name = $"{TestProvider.Name}/{TestProvider.Feature}";
        (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.Features/features")).ShouldBe(200).Names.ShouldContain(name);
        var own = (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.Features/providers/{TestProvider.Name}/features")).Items.ShouldHaveSingleItem();
        (own.Text("name"), own.Text("properties", "state")).ShouldBe((name, "Registered"));
    }

    [Fact]
    public async Task Register_ByAReader_IsRefused() =>
        (await Cloud.PostAsync(Feature + "/register", by: await Cloud.AddPrincipalWithRoleAsync("Reader"))).ShouldBeRefused(403, "AuthorizationFailed");

    private static string FeatureOf(string subscription) =>
        $"{subscription}/providers/Microsoft.Features/providers/{TestProvider.Name}/features/{TestProvider.Feature}";

    private async Task<string> WorkspaceAsync() => $"{await Cloud.AddGroupAsync()}/providers/{TestProvider.Name}/workspaces/w";

    private async Task RunAsync(string path)
    {
        (await Cloud.PostAsync(path)).ShouldBe(200);
        await Cloud.RunOperationsAsync();
    }

    private async Task ShouldBeClosedAsync(string workspace) => (await Cloud.PutAsync(workspace, Gated))
        .ShouldBeRefused(400, "BadRequest", $"Preview feature {TestProvider.Name}/{TestProvider.Feature} not registered.");
}
