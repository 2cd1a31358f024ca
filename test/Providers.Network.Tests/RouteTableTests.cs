namespace Verditer.Providers.Network.Tests;

public sealed class RouteTableTests : NetworkTest
{
    private const string Route = """{"properties":{"addressPrefix":"10.244.0.0/24","nextHopType":"VirtualAppliance","nextHopIpAddress":"10.0.0.4"}}""";

    private string Table => Id("routeTables/t");

    [Fact]
    public async Task Route_PutByItself_IsInItsTable()
    {
        await Cloud.MakeAsync(Table, """{"location":"westus2"}""");

        (await Cloud.PutAsync(Table + "/routes/r", Route)).ShouldBe(201).Text("properties", "provisioningState").ShouldBe("Succeeded");
        (await Cloud.PutAsync(Table + "/routes/r", Route)).ShouldBe(200);

        (await Cloud.GetAsync(Table + "/routes")).Names.ShouldBe(["r"]);
        (await Cloud.GetAsync(Table)).At("properties", "routes")!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task Delete_OfATableInUse_IsRefused()
    {
        await Cloud.MakeAsync(Table, """{"location":"westus2"}""");
        await Cloud.MakeAsync(Id("virtualNetworks/v"), """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/16"]},"subnets":[{"name":"s","properties":{"addressPrefix":"10.0.0.0/24","routeTable":{"id":"TABLE"}}}]}}"""
            .Replace("TABLE", Table));

        (await Cloud.DeleteAsync(Table)).ShouldBeRefused(400, "InUseRouteTableCannotBeDeleted");
        (await Cloud.GetAsync(Table)).ShouldBe(200);
    }
}
