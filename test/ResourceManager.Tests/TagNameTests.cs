using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class TagNameTests : CloudTest
{
    [Fact]
    public async Task List_OfTagNames_CountsWhatBearsThem()
    {
        await FillAsync();

        var list = (await Cloud.GetAsync($"{Cloud.Subscription}/tagNames")).ShouldBe(200).Items;

        list.Select(n => n.Text("tagName")).ShouldBe(["env", "owner"]);
        list[0].Text("id").ShouldBe($"{Cloud.Subscription}/tagNames/env");
        list[0].Number("count", "value").ShouldBe(3);
        list[0].At("values")!.AsArray().Select(v => $"{v.Text("tagValue")} {v.Number("count", "value")}").ShouldBe(["prod 2", "test 1"]);
        list[0].At("values")!.AsArray()[0].Text("id").ShouldBe($"{Cloud.Subscription}/tagNames/env/tagValues/prod");
    }

    [Fact]
    public async Task List_OfTagNames_ShowsACallerWithARoleBelowWhatItMayRead()
    {
        var group = await FillAsync();
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", group);

        var list = (await Cloud.GetAsync($"{Cloud.Subscription}/tagNames", reader)).ShouldBe(200).Items;

        list.ShouldHaveSingleItem().Number("count", "value").ShouldBe(1);
        (await Cloud.GetAsync($"{Cloud.Subscription}/tagNames", await Cloud.AddPrincipalAsync())).ShouldBeRefused(403, "AuthorizationFailed");
    }

    [Fact]
    public async Task List_OfTagNames_LosesATagWithItsLastBearer()
    {
        var group = await FillAsync();
        await Cloud.PatchAsync(group, """{"tags":{"env":null}}""");

        (await Cloud.GetAsync($"{Cloud.Subscription}/tagNames")).Items[0].At("values")!.AsArray().Select(v => v.Text("tagValue")).ShouldBe(["prod"]);
    }

    /// <returns>The group that bears one tag, <c>env=test</c>, and holds nothing.</returns>
    private async Task<string> FillAsync()
    {
        var group = await Cloud.AddGroupAsync("one");
        await Cloud.PatchAsync(group, """{"tags":{"env":"test"}}""");
        var other = await Cloud.AddGroupAsync("two");
        await Cloud.PatchAsync(other, """{"tags":{"env":"prod","owner":"me"}}""");
        await Cloud.MakeAsync($"{other}/providers/Microsoft.Network/routeTables/t", """{"location":"westus2","tags":{"ENV":"prod"}}""");
        return group;
    }
}
