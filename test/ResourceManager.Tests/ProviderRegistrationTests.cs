using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class ProviderRegistrationTests : CloudTest
{
    protected override TestCloudOptions Options => TestProvider.Options;

    private string Provider => $"{Cloud.Subscription}/providers/{TestProvider.Name}";

    [Fact]
    public async Task Put_BeforeTheProviderIsRegistered_IsRefusedAndSaysWhatMends()
    {
        var group = await Cloud.AddGroupAsync();

        var reply = await Cloud.PutAsync($"{group}/providers/{TestProvider.Name}/workspaces/w", """{"location":"westus2"}""");

        reply.ShouldBeRefused(409, "MissingSubscriptionRegistration",
            $"The subscription is not registered to use namespace '{TestProvider.Name}'. See https://aka.ms/rps-not-found for how to register subscriptions.");
        reply.At("error", "details")!.AsArray()[0].Text("message").ShouldEndWith($"az provider register --namespace {TestProvider.Name}");
    }

    [Fact]
    public async Task Get_BeforeTheProviderIsRegistered_IsServed()
    {
        var group = await Cloud.AddGroupAsync();

        (await Cloud.GetAsync($"{group}/providers/{TestProvider.Name}/workspaces")).ShouldBe(200).Items.ShouldBeEmpty();
        (await Cloud.GetAsync($"{group}/providers/{TestProvider.Name}/workspaces/w")).ShouldBeRefused(404, "ResourceNotFound");
    }

    [Fact]
    public async Task Register_OfAProvider_TakesTimeOfTheClock()
    {
        (await Cloud.GetAsync(Provider)).Text("registrationState").ShouldBe("NotRegistered");

        (await Cloud.PostAsync(Provider + "/register")).ShouldBe(200).Text("registrationState").ShouldBe("Registering");
        Cloud.Advance(TimeSpan.FromSeconds(1));
        (await Cloud.GetAsync(Provider)).Text("registrationState").ShouldBe("Registering");
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(Provider)).Text("registrationState").ShouldBe("Registered");
        var group = await Cloud.AddGroupAsync();
        (await Cloud.PutAsync($"{group}/providers/{TestProvider.Name}/workspaces/w", """{"location":"westus2"}""")).ShouldBe(201);
    }

    [Fact]
    public async Task Register_WithServicesBehindTheProvider_MakesTheirPrincipalsAndRoles()
    {
        await RegisterAsync();

        var service = Cloud.FirstParty(TestProvider.ServiceAppId);
        var assignments = await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{service.ObjectId}'");
        assignments.Items.ShouldHaveSingleItem().Text("properties", "roleDefinitionId").ShouldBe(Cloud.RoleId("Reader"));
        (await Cloud.GetAsync(Cloud.Subscription, service)).ShouldBe(200);
    }

    [Fact]
    public async Task Register_Twice_MakesTheServicesRolesOnce()
    {
        await RegisterAsync();
        await RegisterAsync();

        var service = Cloud.FirstParty(TestProvider.ServiceAppId);
        (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.Authorization/roleAssignments?$filter=principalId eq '{service.ObjectId}'"))
            .Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Register_KilledWhileItRuns_IsCompletedByTheNextStart()
    {
        await Cloud.PostAsync(Provider + "/register");

        await Cloud.KillAndRestartAsync();
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(Provider)).Text("registrationState").ShouldBe("Registered");
    }

    [Fact]
    public async Task Register_InOneSubscription_LeavesAnotherAsItIs()
    {
        var other = await Cloud.AddSubscriptionAsync(Cloud.Owner);

        await RegisterAsync();

        (await Cloud.GetAsync($"/subscriptions/{other}/providers/{TestProvider.Name}")).Text("registrationState").ShouldBe("NotRegistered");
    }

    [Fact]
    public async Task Registration_BegunAnew_GoesOnServing()
    {
        await RegisterAsync();
        await Cloud.PostAsync(Provider + "/register");

        (await Cloud.GetAsync(Provider)).Text("registrationState").ShouldBe("Registering");
        var group = await Cloud.AddGroupAsync();
        (await Cloud.PutAsync($"{group}/providers/{TestProvider.Name}/workspaces/w", """{"location":"westus2"}""")).ShouldBe(201);
    }

    [Fact]
    public async Task Unregister_OfAProviderInUse_IsRefused()
    {
        await RegisterAsync();
        var group = await Cloud.AddGroupAsync();
        var workspace = $"{group}/providers/{TestProvider.Name}/workspaces/w";
        await Cloud.MakeAsync(workspace, """{"location":"westus2"}""");

        (await Cloud.PostAsync(Provider + "/unregister")).ShouldBeRefused(409, "CannotUnregisterProviderWithResources");
        await Cloud.DeleteAsync(workspace);
        (await Cloud.PostAsync(Provider + "/unregister")).ShouldBe(200).Text("registrationState").ShouldBe("NotRegistered");
        (await Cloud.PutAsync(workspace, """{"location":"westus2"}""")).ShouldBeRefused(409, "MissingSubscriptionRegistration");
    }

    [Fact]
    public async Task Unregister_WhileItRegisters_EndsTheRegistration()
    {
        await Cloud.PostAsync(Provider + "/register");
        await Cloud.PostAsync(Provider + "/unregister");
        await Cloud.RunOperationsAsync();

        (await Cloud.GetAsync(Provider)).Text("registrationState").ShouldBe("NotRegistered");
    }

    [Fact]
    public async Task Unregister_OfWhatEverySubscriptionHas_IsRefused() =>
        (await Cloud.PostAsync($"{Cloud.Subscription}/providers/Microsoft.Resources/unregister")).ShouldBeRefused(400, "CannotUnregisterProvider");

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "/register")]
    [InlineData("POST", "/unregister")]
    public async Task Provider_ThatIsUnknown_Is404(string method, string action) =>
        (await Cloud.SendAsync(method, $"{Cloud.Subscription}/providers/Contoso.Widgets{action}"))
            .ShouldBeRefused(404, "InvalidResourceNamespace", "The resource namespace 'Contoso.Widgets' is invalid.");

    [Theory]
    [InlineData("Reader")]
    [InlineData("Network Contributor")]
    public async Task Register_ByACallerWithoutTheRight_IsRefused(string role) =>
        (await Cloud.PostAsync(Provider + "/register", by: await Cloud.AddPrincipalWithRoleAsync(role))).ShouldBeRefused(403, "AuthorizationFailed");

    [Fact]
    public async Task Get_OfAProvider_ListsItsTypesWithVersionsAndItsService()
    {
        var provider = (await Cloud.GetAsync($"/providers/{TestProvider.Name.ToLowerInvariant()}")).ShouldBe(200);

        provider.Text("namespace").ShouldBe(TestProvider.Name);
        provider.Text("authorization", "applicationId").ShouldBe(TestProvider.ServiceAppId);
        var workspaces = provider.At("resourceTypes")!.AsArray().Single(t => t.Text("resourceType") == "workspaces");
        workspaces.At("apiVersions")!.AsArray().Select(v => v!.GetValue<string>()).ShouldContain("2022-10-01");
        provider.At("registrationState").ShouldBeNull();
    }

    [Fact]
    public async Task List_OfProviders_ShowsEachWithItsState()
    {
        var providers = (await Cloud.GetAsync($"{Cloud.Subscription}/providers")).ShouldBe(200).Items;

        State("Microsoft.Compute").ShouldBe("Registered");
        State("Microsoft.Resources").ShouldBe("Registered");
        State(TestProvider.Name).ShouldBe("NotRegistered");

        string? State(string name) => providers.Single(p => p.Text("namespace") == name).Text("registrationState");
    }

    [Fact]
    public async Task List_OfProvidersWithoutASubscription_ShowsNoStates()
    {
        var providers = (await Cloud.GetAsync("/providers")).ShouldBe(200).Items;

        providers.Select(p => p.Text("namespace")).ShouldContain(TestProvider.Name);
        providers.ShouldAllBe(p => p["registrationState"] == null);
    }

    private async Task RegisterAsync()
    {
        (await Cloud.PostAsync(Provider + "/register")).ShouldBe(200);
        await Cloud.RunOperationsAsync();
    }
}
