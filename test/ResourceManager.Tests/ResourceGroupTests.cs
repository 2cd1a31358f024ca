using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class ResourceGroupTests : CloudTest
{
    [Fact]
    public async Task Put_OfANewGroup_Is201AndOfAnExistingOne200()
    {
        var path = $"{Cloud.Subscription}/resourcegroups/rg1";

        var made = (await Cloud.PutAsync(path, """{"location":"West US 2","tags":{"a":"1"}}""")).ShouldBe(201);
        (await Cloud.PutAsync(path, """{"location":"westus2","tags":{"a":"2"}}""")).ShouldBe(200);

        made.Text("id").ShouldBe($"{Cloud.Subscription}/resourceGroups/rg1");
        made.Text("location").ShouldBe("westus2");
        made.Text("type").ShouldBe("Microsoft.Resources/resourceGroups");
        made.Text("properties", "provisioningState").ShouldBe("Succeeded");
        (await Cloud.GetAsync(path)).Text("tags", "a").ShouldBe("2");
    }

    [Fact]
    public async Task Patch_OfAGroup_MergesTags()
    {
        var group = await Cloud.AddGroupAsync();
        await Cloud.PatchAsync(group, """{"tags":{"a":"1","b":"2"}}""");

        var patched = (await Cloud.PatchAsync(group, """{"tags":{"a":null,"c":"3"}}""")).ShouldBe(200);

        patched.At("tags")!.ToJsonString().ShouldBe("""{"b":"2","c":"3"}""");
        patched.Text("location").ShouldBe("westus2");
    }

    [Fact]
    public async Task Put_OfAManagedGroup_KeepsItsManager()
    {
        var path = $"{Cloud.Subscription}/resourceGroups/MC_rg1";
        const string Manager = "/subscriptions/s/resourceGroups/rg1/providers/Microsoft.ContainerService/managedClusters/c";
        await Cloud.PutAsync(path, """{"location":"westus2","managedBy":"MANAGER"}""".Replace("MANAGER", Manager));

        (await Cloud.PutAsync(path, """{"location":"westus2","tags":{"a":"b"}}""")).ShouldBe(200).Text("managedBy").ShouldBe(Manager);
    }

    [Theory]
    [InlineData("PUT", null, "someone", "<null>")]
    [InlineData("PATCH", null, "someone", "<null>")]
    [InlineData("PUT", null, "", "<null>")]
    [InlineData("PUT", "one", "another", "one")]
    [InlineData("PATCH", "one", "another", "one")]
    public async Task Write_ThatWouldChangeAGroupsManager_IsRefused(string method, string? before, string after, string current)
    {
        var path = $"{Cloud.Subscription}/resourceGroups/rg";
        await Cloud.PutAsync(path, before is null ? """{"location":"westus2"}""" : """{"location":"westus2","managedBy":"MANAGER"}""".Replace("MANAGER", before));

        (await Cloud.SendAsync(method, path, """{"location":"westus2","ManagedBy":"MANAGER"}""".Replace("MANAGER", after)))
            .ShouldBeRefused(400, "ResourceGroupManagedByMismatch", $"The managed by property of the resource group cannot be changed from its current value '{current}'.");
        (await Cloud.GetAsync(path)).Text("managedBy").ShouldBe(before);
    }

    [Fact]
    public async Task Delete_OfAGroupThatIsNotThere_NamesIt() =>
        (await Cloud.DeleteAsync($"{Cloud.Subscription}/resourceGroups/none")).ShouldBeRefused(404, "ResourceGroupNotFound", "Resource group 'none' could not be found.");

    [Fact]
    public async Task List_OfGroups_IsSortedAndFiltered()
    {
        foreach (var (name, tag) in new[] {("c", "x"), ("a", "y"), ("b", "x") })
        {
            await Cloud.PutAsync($"{Cloud.Subscription}/resourceGroups/{name}", """{"location":"westus2","tags":{"team":"TAG"}}""".Replace("TAG", tag));
        }

        var list = Cloud.Subscription + "/resourceGroups";
        (await Cloud.GetAsync(list)).ShouldBe(200).Names.ShouldBe(["a", "b", "c"]);
        (await Cloud.GetAsync(list + "?$filter=tagName eq 'team' and tagValue eq 'x'")).Names.ShouldBe(["b", "c"]);
        (await Cloud.GetAsync(list + "?$filter=nonsense")).ShouldBeRefused(400, "InvalidFilterInQueryString", "Invalid $filter 'nonsense' specified in the query string.");
    }
}
