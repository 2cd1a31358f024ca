using Verditer.Core;

namespace Verditer.Explaining.Tests;

public sealed class RefusalLogTests : ExplainingTest
{
    [Fact]
    public async Task Refusal_OfARole_IsKeptWithWhatTheRolesSaidThen()
    {
        var group = await Cloud.AddGroupAsync();
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", group);

        var refused = (await Cloud.PutAsync(group, """{"location":"westus2"}""", reader)).ShouldBe(403);
        await Cloud.AssignAsync(reader.ObjectId, "Owner", group);

        var kept = Refusals.Find(_ => true).ShouldHaveSingleItem();
        (kept.Status, kept.Code, kept.Method, kept.Path, kept.Surface).ShouldBe((403, "AuthorizationFailed", "PUT", group, RefusalSurface.ResourceManager));
        kept.Access.ShouldBe(new RefusedAccess("Microsoft.Resources/subscriptions/resourceGroups/write", group));
        kept.Caller.ShouldNotBeNull().ObjectId.ShouldBe(reader.ObjectId);
        kept.Caller.AppId.ShouldNotBeNull();
        kept.Caller.TokenIssued.ShouldNotBeNull().ShouldBeLessThanOrEqualTo(Cloud.Clock.GetUtcNow());
        kept.Caller.TokenEnds.ShouldNotBeNull().ShouldBeGreaterThan(Cloud.Clock.GetUtcNow());
        kept.Explanation.ShouldNotBeNull().Assignments.ShouldHaveSingleItem().Verdict.ShouldBe(AssignmentVerdict.ActionNotInRole);
        (kept.Time, kept.HostTime).ShouldBe((Cloud.Clock.GetUtcNow(), Cloud.HostTime.GetUtcNow()));
        refused.Body.At("error", "details")!.AsArray().Select(d => d.Text("message")).ShouldContain($"verditer why {kept.Id}");
    }

    [Fact]
    public async Task Refusals_AfterARestart_AreStillThere()
    {
        var stranger = await Cloud.AddPrincipalAsync();
        (await Cloud.GetAsync(Cloud.Subscription + "/resourceGroups/rg", stranger)).ShouldBe(403);
        var before = Refusals.Find(_ => true).ShouldHaveSingleItem();

        await Cloud.RestartAsync();

        var after = Refusals.Find(_ => true).ShouldHaveSingleItem();
        (after.Id, after.Time, after.Code, after.Caller!.ObjectId, after.Explanation!.Allowed)
            .ShouldBe((before.Id, before.Time, before.Code, before.Caller!.ObjectId, false));
    }

    [Fact]
    public async Task Refusals_BeyondTheLimit_AreForgotten()
    {
        var stranger = await Cloud.AddPrincipalAsync();
        for (var i = 0; i < Limit + 3; i++)
        {
            (await Cloud.GetAsync($"{Cloud.Subscription}/resourceGroups/rg{i}", stranger)).ShouldBe(403);
        }

        Refusals.Find(_ => true, int.MaxValue).Count.ShouldBe(Limit);
        Refusals.Find(_ => true)[0].Path.ShouldEndWith($"/rg{Limit + 2}");
    }

    [Theory]
    [InlineData("ended", "ExpiredAuthenticationToken")]
    [InlineData("graph", "InvalidAuthenticationTokenAudience")]
    [InlineData("deleted", "InvalidAuthenticationToken")]
    public async Task Refusal_OfAToken_IsKeptWithWhatTheTokenSays_AndNeverTheToken(string how, string code)
    {
        var app = await AddApplicationAsync();
        var token = (await SignInAsync(app, how == "graph" ? "https://graph.microsoft.com/" : "https://management.azure.com/")).Token!.Value;
        if (how == "ended")
        {
            Cloud.Clock.Offset += TimeSpan.FromHours(2);
        }
        else if (how == "deleted")
        {
            await Cloud.Get<Directory.IDirectoryAdministration>().DeletePrincipalAsync(Cloud.TenantId, app.PrincipalId);
        }

        (await Cloud.SendAsync("GET", Cloud.Subscription, change: r => r with { Token = token })).ShouldBeRefused(401, code);

        var kept = Refusals.Find(_ => true).ShouldHaveSingleItem();
        kept.Fact(RefusalFacts.TokenObjectId).ShouldBe(app.PrincipalId);
        kept.Fact(RefusalFacts.TokenEnds).ShouldNotBeNull();
        kept.Fact(RefusalFacts.PrincipalState).ShouldBe(how == "deleted" ? "absent" : null);
        kept.Fact(RefusalFacts.AcceptedAudiences)?.ShouldContain("https://management.azure.com/");
        await Refusals.FlushAsync(default);
        var stored = await Cloud.Store.ListAsync("explaining.refusals");
        stored.Documents.Select(d => System.Text.Encoding.UTF8.GetString(d.Body.ToArray())).ShouldAllBe(text => !text.Contains(token.Split('.')[2], StringComparison.Ordinal));
        stored.Documents.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task Refusal_ForAProviderThatIsNotRegistered_IsKeptWithTheNamespace()
    {
        var group = await Cloud.AddGroupAsync();

        (await Cloud.PutAsync($"{group}/providers/Microsoft.KeyVault/vaults/v", """{"location":"westus2","properties":{}}""")).ShouldBeRefused(409, "MissingSubscriptionRegistration");

        var kept = Refusals.Find(_ => true).ShouldHaveSingleItem();
        (kept.Fact(RefusalFacts.Namespace), kept.Fact(RefusalFacts.Subscription), kept.Fact(RefusalFacts.RegistrationState))
            .ShouldBe(("Microsoft.KeyVault", Cloud.SubscriptionId, "NotRegistered"));
    }

    [Fact]
    public async Task Refusal_OfALinkedScope_NamesBothRights()
    {
        var group = await Cloud.AddGroupAsync();
        var network = await Cloud.MakeAsync($"{group}/providers/Microsoft.Network/virtualNetworks/v", Network);
        var other = await Cloud.AddGroupAsync("rg2");
        var writer = await Cloud.AddPrincipalWithRoleAsync("Contributor", other);
        var subnet = network.Body!.Text("id") + "/subnets/s";

        (await Cloud.PutAsync($"{other}/providers/Microsoft.Network/networkInterfaces/n", Interface(subnet), writer)).ShouldBeRefused(403, "LinkedAuthorizationFailed");

        var kept = Refusals.Find(_ => true).ShouldHaveSingleItem();
        kept.Access!.Action.ShouldBe("Microsoft.Network/virtualNetworks/subnets/join/action");
        kept.Access.Scope.ShouldBe(subnet);
        kept.Access.For!.Action.ShouldBe("Microsoft.Network/networkInterfaces/write");
    }

    [Fact]
    public async Task Error_ThatIdentityDidNotDecide_IsNotKept()
    {
        (await Cloud.GetAsync(Cloud.Subscription + "/resourceGroups/none")).ShouldBe(404);
        Refusals.Find(_ => true).ShouldBeEmpty();
    }
}
