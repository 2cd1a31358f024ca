using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class SubscriptionTests : CloudTest
{
    [Fact]
    public async Task Request_ForASubscriptionThatIsNotThere_Is404()
    {
        var reply = await Cloud.GetAsync("/subscriptions/11111111-1111-1111-1111-111111111111/resourceGroups");

        reply.ShouldBeRefused(404, "SubscriptionNotFound", "The subscription '11111111-1111-1111-1111-111111111111' could not be found.");
    }

    [Fact]
    public async Task Request_ForASubscriptionIdThatIsNone_Is400() =>
        (await Cloud.GetAsync("/subscriptions/mine/resourceGroups"))
            .ShouldBeRefused(400, "InvalidSubscriptionId", "The provided subscription identifier 'mine' is malformed or invalid.");

    [Fact]
    public async Task Request_WithATokenOfAnotherTenant_NamesBothTenants()
    {
        var tenant = await Cloud.AddTenantAsync();
        var foreigner = await Cloud.AddPrincipalAsync(tenant);

        var reply = await Cloud.GetAsync(Cloud.Subscription + "/resourceGroups", foreigner);

        reply.ShouldBeRefused(401, "InvalidAuthenticationTokenTenant");
        reply.Message.ShouldStartWith(
            $"The access token is from the wrong issuer 'https://sts.windows.net/{tenant}/'. It must match the tenant 'https://sts.windows.net/{Cloud.TenantId}/' associated with this subscription.");
        reply.Headers["WWW-Authenticate"].ShouldContain(Cloud.TenantId);
    }

    [Fact]
    public async Task List_OfSubscriptions_ShowsThoseInWhichTheCallerHoldsARole()
    {
        await Cloud.AddGroupAsync();
        var other = await Cloud.AddSubscriptionAsync(Cloud.Owner);
        var member = await Cloud.AddPrincipalWithRoleAsync("Reader", $"{Cloud.Subscription}/resourceGroups/rg1");
        var stranger = await Cloud.AddPrincipalAsync();

        Ids(await Cloud.GetAsync("/subscriptions")).ShouldBe([Cloud.SubscriptionId, other], ignoreOrder: true);
        Ids(await Cloud.GetAsync("/subscriptions", member)).ShouldBe([Cloud.SubscriptionId]);
        Ids(await Cloud.GetAsync("/subscriptions", stranger)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Get_OfASubscription_IsShownToWhoHoldsARoleInIt()
    {
        var member = await Cloud.AddPrincipalWithRoleAsync("AcrPull", await Cloud.AddGroupAsync());
        var stranger = await Cloud.AddPrincipalAsync();

        var shown = (await Cloud.GetAsync(Cloud.Subscription, member)).ShouldBe(200);
        (shown.Text("tenantId"), shown.Text("state")).ShouldBe((Cloud.TenantId, "Enabled"));
        (await Cloud.GetAsync(Cloud.Subscription, stranger)).ShouldBeRefused(403, "AuthorizationFailed");
    }

    [Fact]
    public async Task List_OfLocations_NamesThePublicRegions()
    {
        var locations = (await Cloud.GetAsync(Cloud.Subscription + "/locations")).ShouldBe(200).Names;

        locations.ShouldContain("westus2");
        locations.Count.ShouldBe(AzureLocations.All.Count);
        (await Cloud.GetAsync(Cloud.Subscription + "/locations", await Cloud.AddPrincipalAsync())).ShouldBeRefused(403, "AuthorizationFailed");
    }

    [Fact]
    public async Task List_OfTenants_IsTheCallersOwn() =>
        (await Cloud.GetAsync("/tenants")).ShouldBe(200).Items.ShouldHaveSingleItem()["tenantId"]!.GetValue<string>().ShouldBe(Cloud.TenantId);

    [Fact]
    public async Task Create_WithAnIdThatExists_ReturnsTheSubscription()
    {
        var service = Cloud.Get<SubscriptionService>();

        var again = await service.CreateAsync(Cloud.SubscriptionId, Cloud.TenantId, "Other", RuleSet.Preview, Cloud.Owner.ObjectId);

        (again.DisplayName, again.Rules).ShouldBe(("Test", RuleSet.Ga));
    }

    [Fact]
    public async Task Subscription_AfterARestart_IsThereWithItsRulesAndRoles()
    {
        await Cloud.Get<SubscriptionService>().SetRulesAsync(Cloud.SubscriptionId, RuleSet.Preview);
        await Cloud.AddGroupAsync();

        await Cloud.RestartAsync();

        Cloud.Get<SubscriptionIndex>().Find(Cloud.SubscriptionId)!.Rules.ShouldBe(RuleSet.Preview);
        (await Cloud.GetAsync(Cloud.Subscription + "/resourceGroups")).ShouldBe(200).Names.ShouldBe(["rg1"]);
    }

    private static IEnumerable<string> Ids(TestReply reply) => reply.ShouldBe(200).Items.Select(i => i["subscriptionId"]!.GetValue<string>());
}
