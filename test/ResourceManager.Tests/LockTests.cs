using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class LockTests : CloudTest
{
    private const string Table = """{"location":"westus2"}""";

    private string _group = null!;
    private string _table = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        _table = $"{_group}/providers/Microsoft.Network/routeTables/t";
        await Cloud.MakeAsync(_table, Table);
    }

    [Fact]
    public async Task Delete_OfALockedResource_IsRefusedUntilTheLockIsGone()
    {
        var id = await LockAsync(_table, "CanNotDelete");

        (await Cloud.DeleteAsync(_table)).ShouldBeRefused(409, "ScopeLocked",
            $"The scope '{_table}' cannot perform delete operation because following scope(s) are locked: '{_table}'. Please remove the lock and try again.");
        (await Cloud.PutAsync(_table, Table)).ShouldBe(200);

        (await Cloud.DeleteAsync(id)).ShouldBe(200);
        (await Cloud.DeleteAsync(_table)).ShouldBe(200);
    }

    [Fact]
    public async Task Lock_OnAGroup_CoversWhatIsInIt()
    {
        await LockAsync(_group, "CanNotDelete");

        (await Cloud.DeleteAsync(_table)).ShouldBeRefused(409, "ScopeLocked")
            .Message.ShouldContain($"following scope(s) are locked: '{_group}'");
    }

    [Fact]
    public async Task Lock_OnAResource_KeepsTheGroupFromBeingDeleted()
    {
        await LockAsync(_table, "CanNotDelete");

        (await Cloud.DeleteAsync(_group)).ShouldBeRefused(409, "ScopeLocked")
            .Message.ShouldBe($"The scope '{_group}' cannot perform delete operation because following scope(s) are locked: '{_table}'. Please remove the lock and try again.");
        (await Cloud.GetAsync(_group)).Text("properties", "provisioningState").ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Lock_OnOneGroup_DoesNotCoverAGroupWhoseNameBeginsTheSame()
    {
        var other = await Cloud.AddGroupAsync("rg10");
        await LockAsync(_group, "ReadOnly");

        (await Cloud.PutAsync($"{other}/providers/Microsoft.Network/routeTables/t", Table)).ShouldBe(201);
        (await Cloud.DeleteAsync(other)).ShouldBe(202);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    [InlineData("DELETE")]
    public async Task ReadOnlyLock_OfAGroup_RefusesEveryChange(string method)
    {
        await LockAsync(_group, "ReadOnly");

        (await Cloud.SendAsync(method, _table, method == "DELETE" ? null : Table)).ShouldBeRefused(409, "ScopeLocked");
        (await Cloud.GetAsync(_table)).ShouldBe(200);
    }

    [Fact]
    public async Task DeleteLock_OfAScope_LetsRolesBeGivenAndNotTakenAway()
    {
        var caller = await Cloud.AddPrincipalAsync();
        var before = await Cloud.AssignAsync(caller.ObjectId, "AcrPull", _table);
        await LockAsync(_group, "CanNotDelete");

        await Cloud.AssignAsync(caller.ObjectId, "Reader", _table);
        (await Cloud.DeleteAsync(before.Text("id")!)).ShouldBeRefused(409, "ScopeLocked");
    }

    [Fact]
    public async Task Lock_OfASubscription_CoversEverythingInIt()
    {
        await LockAsync(Cloud.Subscription, "CanNotDelete");

        (await Cloud.DeleteAsync(_table)).ShouldBeRefused(409, "ScopeLocked");
    }

    [Fact]
    public async Task Lock_AfterARestart_StillHolds()
    {
        await LockAsync(_group, "CanNotDelete");

        await Cloud.RestartAsync();

        (await Cloud.DeleteAsync(_table)).ShouldBeRefused(409, "ScopeLocked");
    }

    [Fact]
    public async Task Lock_OnADeletedResource_IsGoneWithIt()
    {
        var id = await LockAsync(_table, "CanNotDelete");
        await Cloud.DeleteAsync(id);
        (await Cloud.DeleteAsync(_table)).ShouldBe(200);

        await Cloud.MakeAsync(_table, Table);

        (await Cloud.GetAsync(id)).ShouldBe(404);
        (await Cloud.DeleteAsync(_table)).ShouldBe(200);
    }

    [Fact]
    public async Task Lock_OfAContributor_IsRefused()
    {
        var contributor = await Cloud.AddPrincipalWithRoleAsync("Contributor");

        (await Cloud.PutAsync($"{_table}/providers/Microsoft.Authorization/locks/l", """{"properties":{"level":"ReadOnly"}}""", contributor))
            .ShouldBeRefused(403, "AuthorizationFailed");
    }

    /// <summary>An extension on a lock is no lock, whatever its properties say.</summary>
    [Fact]
    public async Task Put_OnALock_LocksNothing()
    {
        var id = await LockAsync(_table, "CanNotDelete");
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/Microsoft.Insights/register");
        await Cloud.RunOperationsAsync();

        (await Cloud.PutAsync(
            $"{id}/providers/Microsoft.Insights/diagnosticSettings/x?api-version=2021-05-01-preview", """{"properties":{"level":"ReadOnly"}}""")).ShouldBe(201);

        (await Cloud.PutAsync(_table, Table)).ShouldBe(200);
    }

    private async Task<string> LockAsync(string scope, string level)
    {
        var id = $"{scope}/providers/Microsoft.Authorization/locks/l";
        (await Cloud.PutAsync(id, """{"properties":{"level":"LEVEL"}}""".Replace("LEVEL", level))).ShouldBe(201);
        return id;
    }
}
