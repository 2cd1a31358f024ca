using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Compute.Tests;

public sealed class DiskTests : CloudTest
{
    [Fact]
    public async Task Put_OfANewDisk_Is200()
    {
        var group = await Cloud.AddGroupAsync("rg1");
        var disk = await Cloud.PutAsync(
            $"{group}/providers/Microsoft.Compute/disks/d1",
            """{"location":"westus2","sku":{"name":"Premium_LRS"},"properties":{"creationData":{"createOption":"Empty"},"diskSizeGB":4}}""");

        disk.ShouldBe(200).Text("properties", "provisioningState").ShouldBe("Succeeded");
    }
}
