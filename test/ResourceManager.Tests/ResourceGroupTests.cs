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
}
