using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Compute.Tests;

public sealed class VirtualMachineTests : CloudTest
{
    private string _group = null!;
    private string _machine = null!;
    private string _identity = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        _machine = $"{_group}/providers/Microsoft.Compute/virtualMachines/vm1";
        _identity = $"{_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/who";
        await Cloud.MakeAsync(_identity, """{"location":"westus2"}""");
    }

    [Fact]
    public async Task SystemAssignedIdentity_LivesAsLongAsTheMachine()
    {
        var made = await Cloud.MakeAsync(_machine, Body("""{"type":"SystemAssigned"}"""));

        var principal = Cloud.Get<IDirectory>().FindPrincipal(Cloud.TenantId, made.Text("identity", "principalId")!).ShouldNotBeNull();
        (principal.ResourceId, made.Text("identity", "tenantId")).ShouldBe((_machine, Cloud.TenantId));
        made.Text("properties", "vmId").ShouldNotBeNull();

        (await Cloud.DeleteAsync(_machine)).Status.ShouldBeInRange(200, 202);
        Cloud.Get<IDirectory>().FindPrincipal(Cloud.TenantId, principal.ObjectId).ShouldBeNull();
    }

    [Fact]
    public async Task Identities_AreAssignedAndRemovedByPatches()
    {
        var made = await Cloud.MakeAsync(_machine, Body("""{"type":"None"}"""));
        made.At("identity").ShouldBeNull();

        var both = (await PatchAsync($$"""{"type":"SystemAssigned, UserAssigned","userAssignedIdentities":{"{{_identity}}":{} } }""")).ShouldBe(200);
        both.At("identity", "userAssignedIdentities")!.AsObject().ShouldHaveSingleItem().Value.Text("clientId").ShouldBe(Cloud.Get<IDirectory>().FindManagedIdentity(_identity)!.ClientId);
        (await Cloud.GetAsync(_machine)).Text("properties", "vmId").ShouldBe(made.Text("properties", "vmId"));

        var own = (await PatchAsync("""{"type":"SystemAssigned"}""")).ShouldBe(200);
        own.At("identity", "userAssignedIdentities").ShouldBeNull();
        own.Text("identity", "principalId").ShouldBe(both.Text("identity", "principalId"));

        (await PatchAsync("""{"type":"None"}""")).ShouldBe(200).At("identity").ShouldBeNull();
        Cloud.Get<IDirectory>().FindManagedIdentity(_machine).ShouldBeNull();
    }

    [Fact]
    public async Task UserAssignedIdentity_TakenAwayInAnotherCase_IsGone()
    {
        var second = _identity + "2";
        await Cloud.MakeAsync(second, """{"location":"westus2"}""");
        await Cloud.MakeAsync(_machine, Body($$"""{"type":"SystemAssigned, UserAssigned","userAssignedIdentities":{"{{_identity}}":{},"{{second}}":{} } }"""));

        var one = (await PatchAsync($$"""{"type":"UserAssigned","userAssignedIdentities":{"{{_identity.ToLowerInvariant()}}":null} }""")).ShouldBe(200);

        one.At("identity", "userAssignedIdentities")!.AsObject().ShouldHaveSingleItem().Key.ShouldBe(second);
        (one.Text("identity", "principalId"), one.Text("identity", "tenantId")).ShouldBe((null, null));
        var same = (await PatchAsync($$"""{"type":"UserAssigned","userAssignedIdentities":{"{{second.ToUpperInvariant()}}":{} } }""")).ShouldBe(200);
        same.At("identity", "userAssignedIdentities")!.AsObject().ShouldHaveSingleItem().Key.ShouldBe(second);
    }

    [Theory]
    [InlineData("virtualMachines/vm1", """{"hardwareProfile":{"vmSize":"Standard_B1s"} }""")]
    [InlineData("virtualMachineScaleSets/vm1", "{}")]
    public async Task RefusedWrite_LeavesTheSystemAssignedIdentity(string name, string properties)
    {
        var machine = $"{_group}/providers/Microsoft.Compute/{name}";
        var made = await Cloud.MakeAsync(machine, $$"""{"location":"westus2","identity":{"type":"SystemAssigned"},"properties":{{properties}} }""");

        (await Cloud.PatchAsync(machine, $$"""{"identity":{"type":"UserAssigned","userAssignedIdentities":{"{{_identity}}x":{} } } }""")).ShouldBeRefused(400, "FailedIdentityOperation");

        var kept = await Cloud.GetAsync(machine);
        kept.Text("identity", "principalId").ShouldBe(made.Text("identity", "principalId"));
        Cloud.Get<IDirectory>().FindManagedIdentity(machine)?.PrincipalId.ShouldBe(kept.Text("identity", "principalId"));
        Cloud.Get<IDirectory>().FindManagedIdentity(machine).ShouldNotBeNull();

        (await Cloud.PatchAsync(machine, """{"identity":{"type":"None"} }""")).ShouldBe(200);
        Cloud.Get<IDirectory>().FindManagedIdentity(machine).ShouldBeNull();
    }

    [Fact]
    public async Task Identity_MadeAnewUnderItsName_IsGivenOnlyByAWriterWhoMayAssignIt()
    {
        await Cloud.MakeAsync(_machine, Body($$"""{"type":"UserAssigned","userAssignedIdentities":{"{{_identity}}":{} } }"""));
        var before = (await Cloud.GetAsync(_identity)).Text("properties", "principalId");
        var writer = await Cloud.AddPrincipalWithRoleAsync("Virtual Machine Contributor", _group);
        (await Cloud.DeleteAsync(_identity)).ShouldBe(200);
        var anew = (await Cloud.MakeAsync(_identity, """{"location":"westus2"}""")).Text("properties", "principalId");

        (await Cloud.PatchAsync(_machine, """{"tags":{"a":"b"} }""", writer)).ShouldBe(200);
        Carried(await Cloud.GetAsync(_machine)).ShouldBe(before);
        (await Cloud.PutAsync(_machine, Body($$"""{"type":"UserAssigned","userAssignedIdentities":{"{{_identity.ToUpperInvariant()}}":{} } }"""), writer)).ShouldBeRefused(403, "LinkedAuthorizationFailed");

        (await PatchAsync($$"""{"type":"UserAssigned","userAssignedIdentities":{"{{_identity}}":{} } }""")).ShouldBe(200);
        Carried(await Cloud.GetAsync(_machine)).ShouldBe(anew);

        static string? Carried(TestReply machine) => machine.At("identity", "userAssignedIdentities")!.AsObject().ShouldHaveSingleItem().Value.Text("principalId");
    }

    [Fact]
    public async Task Identity_ThatIsMissing_IsRefused() => (await Cloud.PutAsync(
        _machine, Body($$"""{"type":"UserAssigned","userAssignedIdentities":{"{{_identity}}x":{} } }"""))).ShouldBeRefused(400, "FailedIdentityOperation");

    [Fact]
    public async Task Identity_ThatTheWriterMayNotAssign_IsRefused()
    {
        var writer = await Cloud.AddPrincipalWithRoleAsync("Virtual Machine Contributor", _group);

        (await Cloud.PutAsync(_machine, Body($$"""{"type":"UserAssigned","userAssignedIdentities":{"{{_identity}}":{} } }"""), writer)).ShouldBeRefused(403, "LinkedAuthorizationFailed");
        (await Cloud.PutAsync(_machine, Body("""{"type":"SystemAssigned"}"""), writer)).Status.ShouldBeInRange(200, 201);
    }

    [Fact]
    public async Task InstanceView_IsShownWhenAskedFor()
    {
        await Cloud.MakeAsync(_machine, Body("""{"type":"None"}"""));

        (await Cloud.GetAsync($"{_machine}?api-version=2023-09-01&$expand=instanceView")).At("properties", "instanceView", "statuses")!.AsArray().Count.ShouldBe(2);
        (await Cloud.GetAsync(_machine)).At("properties", "instanceView").ShouldBeNull();
    }

    private static string Body(string identity) =>
        $$"""{"location":"westus2","identity":{{identity}},"properties":{"hardwareProfile":{"vmSize":"Standard_B1s"} } }""";

    private Task<TestReply> PatchAsync(string identity) => Cloud.PatchAsync(_machine, $$"""{"identity":{{identity}} }""");
}
