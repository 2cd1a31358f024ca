using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ManagedIdentity.Tests;

public sealed class UserAssignedIdentityTests : CloudTest
{
    private const string Body = """{"location":"westus2","tags":{"a":"b"}}""";

    private string _group = null!;
    private string _identity = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        _identity = $"{_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/who";
    }

    [Fact]
    public async Task Put_OfAnIdentity_MakesItsPrincipal()
    {
        var made = (await Cloud.PutAsync(_identity, Body)).ShouldBe(201);

        var principal = Cloud.Get<IDirectory>().FindPrincipal(Cloud.TenantId, made.Text("properties", "principalId")!).ShouldNotBeNull();
        (principal.Kind, principal.AppId, principal.ResourceId).ShouldBe((PrincipalKind.ServicePrincipal, made.Text("properties", "clientId"), _identity));
        made.Text("properties", "tenantId").ShouldBe(Cloud.TenantId);
        made.Text("tags", "a").ShouldBe("b");
    }

    [Fact]
    public async Task Put_Again_KeepsThePrincipal()
    {
        var made = await Cloud.PutAsync(_identity, Body);

        var again = (await Cloud.PutAsync(_identity.ToUpperInvariant() + "?api-version=2023-01-31", """{"location":"westus2","properties":{"principalId":"11111111-1111-1111-1111-111111111111"}}""")).ShouldBe(200);

        again.At("properties")!.ToJsonString().ShouldBe(made.At("properties")!.ToJsonString());
        again.Text("id").ShouldBe(_identity);
    }

    [Fact]
    public async Task Patch_OfAnIdentity_ChangesTagsAndKeepsThePrincipal()
    {
        var made = await Cloud.PutAsync(_identity, Body);

        var patched = (await Cloud.PatchAsync(_identity, """{"tags":{"c":"d"}}""")).ShouldBe(200);

        patched.At("tags")!.ToJsonString().ShouldBe("""{"a":"b","c":"d"}""");
        patched.Text("properties", "principalId").ShouldBe(made.Text("properties", "principalId"));
    }

    [Fact]
    public async Task Identity_WithARole_MayDoWhatTheRoleSays()
    {
        var made = await Cloud.MakeAsync(_identity, Body);
        (await Cloud.GetAsync(_group, Cloud.IdentityOf(_identity))).ShouldBeRefused(403, "AuthorizationFailed")
            .Message.ShouldStartWith($"The client '{made.Text("properties", "clientId")}' with object id '{made.Text("properties", "principalId")}'");

        await Cloud.AssignAsync(made.Text("properties", "principalId")!, "Reader", _group);

        (await Cloud.GetAsync(_group, Cloud.IdentityOf(_identity))).ShouldBe(200);
    }

    [Fact]
    public async Task Delete_OfAnIdentity_EndsItsPrincipalAndItsTokens()
    {
        var made = await Cloud.MakeAsync(_identity, Body);
        await Cloud.AssignAsync(made.Text("properties", "principalId")!, "Reader", _group);
        var token = await Cloud.TokenAsync(Cloud.IdentityOf(_identity));

        (await Cloud.DeleteAsync(_identity)).ShouldBe(200);

        Cloud.Get<IDirectory>().FindManagedIdentity(_identity).ShouldBeNull();
        (await Cloud.SendAsync("GET", _group, change: r => r with { Token = token })).ShouldBe(401);
        (await Cloud.DeleteAsync(_identity)).ShouldBe(204);
    }

    [Fact]
    public async Task Identity_MadeAnewUnderTheSameName_IsAnotherPrincipal()
    {
        var first = await Cloud.MakeAsync(_identity, Body);
        await Cloud.AssignAsync(first.Text("properties", "principalId")!, "Reader", _group);
        await Cloud.DeleteAsync(_identity);

        var second = await Cloud.MakeAsync(_identity, Body);

        second.Text("properties", "principalId").ShouldNotBe(first.Text("properties", "principalId"));
        second.Text("properties", "clientId").ShouldNotBe(first.Text("properties", "clientId"));
        (await Cloud.GetAsync(_group, Cloud.IdentityOf(_identity))).ShouldBe(403);
    }

    [Fact]
    public async Task Identity_OfADeletedGroup_IsGoneFromTheDirectory()
    {
        await Cloud.MakeAsync(_identity, Body);

        await Cloud.DeleteAsync(_group);
        await Cloud.RunOperationsAsync();

        Cloud.Get<IDirectory>().FindManagedIdentity(_identity).ShouldBeNull();
    }

    [Fact]
    public async Task Identity_AfterARestart_IsTheSame()
    {
        var made = await Cloud.MakeAsync(_identity, Body);

        await Cloud.RestartAsync();

        Cloud.IdentityOf(_identity).ObjectId.ShouldBe(made.Text("properties", "principalId"));
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("-abc")]
    [InlineData("a.b")]
    [InlineData("a b c")]
    public async Task Put_UnderANameThatIsNotAllowed_IsRefusedAndMakesNoPrincipal(string name)
    {
        var id = $"{_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{Uri.EscapeDataString(name)}";

        (await Cloud.PutAsync(id, Body)).ShouldBeRefused(400, "InvalidResourceName");

        Cloud.Get<IDirectory>().FindManagedIdentity(id).ShouldBeNull();
    }

    [Theory]
    [InlineData(128, 201)]
    [InlineData(129, 400)]
    public async Task Put_UnderALongName_IsAcceptedUpTo128Characters(int length, int status) =>
        (await Cloud.PutAsync($"{_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{new string('a', length)}", Body)).ShouldBe(status);

    [Fact]
    public async Task Put_WithoutALocation_IsRefusedAndMakesNoPrincipal()
    {
        (await Cloud.PutAsync(_identity, "{}")).Status.ShouldBe(400);

        Cloud.Get<IDirectory>().FindManagedIdentity(_identity).ShouldBeNull();
    }

    [Theory]
    [InlineData("Managed Identity Contributor", 201)]
    [InlineData("Managed Identity Operator", 403)]
    [InlineData("Reader", 403)]
    public async Task Put_ByACallerWithARole_IsAnsweredAsTheRoleSays(string role, int status) =>
        (await Cloud.PutAsync(_identity, Body, await Cloud.AddPrincipalWithRoleAsync(role, _group))).ShouldBe(status);

    [Fact]
    public async Task List_OfIdentities_ShowsThoseOfTheGroup()
    {
        var other = await Cloud.AddGroupAsync("rg10");
        await Cloud.MakeAsync(_identity, Body);
        await Cloud.MakeAsync(_identity.Replace("/rg1/", "/rg10/"), Body);

        (await Cloud.GetAsync($"{_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities")).Items.ShouldHaveSingleItem();
        (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.ManagedIdentity/userAssignedIdentities")).Items.Count.ShouldBe(2);
        (await Cloud.GetAsync($"{other}/providers/Microsoft.ManagedIdentity/userAssignedIdentities")).Items.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Puts_OfOneIdentityAtOnce_MakeOnePrincipal()
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Cloud.PutAsync(_identity, Body))));

        replies.Select(r => r.Text("properties", "principalId")).Distinct().ShouldHaveSingleItem().ShouldNotBeNull();
        replies.Count(r => r.Status == 201).ShouldBe(1);
    }
}
