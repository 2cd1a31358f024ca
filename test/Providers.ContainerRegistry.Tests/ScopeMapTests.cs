namespace Verditer.Providers.ContainerRegistry.Tests;

public sealed class ScopeMapTests : RegistryTest
{
    private string _registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _registry = await MakeAsync();
    }

    [Fact]
    public async Task Registry_HasItsBuiltInScopeMaps()
    {
        var maps = (await Cloud.GetAsync($"{_registry}/scopeMaps")).ShouldBe(200);

        maps.Names.ShouldBe(["_repositories_admin", "_repositories_pull", "_repositories_pull_metadata_read", "_repositories_push", "_repositories_push_metadata_write"]);
        var pull = (await Cloud.GetAsync($"{_registry}/scopeMaps/_repositories_pull")).ShouldBe(200);
        pull.Text("properties", "type").ShouldBe("SystemDefined");
        pull.At("properties", "actions")!.ToJsonString().ShouldBe("""["repositories/*/content/read"]""");
    }

    [Fact]
    public async Task BuiltInScopeMap_CanNeitherBeChangedNorDeleted()
    {
        var map = $"{_registry}/scopeMaps/_repositories_push";

        (await Cloud.PatchAsync(map, """{"properties":{"actions":[]}}""")).ShouldBeRefused(400, "SystemDefinedScopeMap");
        (await Cloud.DeleteAsync(map)).ShouldBeRefused(400, "SystemDefinedScopeMap");
    }

    [Fact]
    public async Task ScopeMap_OfOnesOwn_IsMadeChangedAndDeleted()
    {
        var map = $"{_registry}/scopeMaps/readers";
        var made = (await Cloud.PutAsync(map, """{"properties":{"description":"d","actions":["repositories/team/app/content/read","gateway/edge/config/read"]}}""")).ShouldBe(201);
        (made.Text("properties", "type"), made.Text("properties", "provisioningState")).ShouldBe(("UserDefined", "Succeeded"));

        (await Cloud.PatchAsync(map, """{"properties":{"actions":["repositories/team/*/content/write"]}}""")).ShouldBe(200)
            .Text("properties", "description").ShouldBe("d");
        (await Cloud.DeleteAsync(map)).ShouldBe(200);
        (await Cloud.GetAsync(map)).ShouldBe(404);
    }

    [Theory]
    [InlineData("repositories/app/content/pull")]
    [InlineData("repositories//content/read")]
    [InlineData("repositories/App/content/read")]
    [InlineData("repositories/a*b/content/read")]
    [InlineData("registries/app/content/read")]
    public async Task Action_OfAnotherForm_IsRefused(string action) =>
        (await Cloud.PutAsync($"{_registry}/scopeMaps/readers", $$$"""{"properties":{"actions":["{{{action}}}"]}}""")).ShouldBeRefused(400, "InvalidParameters");

    [Fact]
    public async Task ScopeMap_WithTooManyRepositories_IsRefused()
    {
        var actions = string.Join(',', Enumerable.Range(0, 501).Select(i => $"\"repositories/app{i}/content/read\""));

        (await Cloud.PutAsync($"{_registry}/scopeMaps/readers", $$$"""{"properties":{"actions":[{{{actions}}}]}}""")).ShouldBeRefused(400, "InvalidParameters");
    }

    [Theory]
    [InlineData("four")]
    [InlineData("_system")]
    public async Task Name_AgainstTheRule_IsRefused(string name) =>
        (await Cloud.PutAsync($"{_registry}/scopeMaps/{name}", """{"properties":{"actions":[]}}""")).ShouldBeRefused(400, "InvalidResourceName");
}
