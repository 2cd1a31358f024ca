using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class ScopeOfTypeTests : CloudTest
{
    private const string Located = """{"location":"westus2"}""";

    private string _group = null!;
    private string _network = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        _network = $"{_group}/providers/Microsoft.Network/virtualNetworks/v";
        await Cloud.MakeAsync(_network, """{"location":"westus2","properties":{"addressSpace":{"addressPrefixes":["10.0.0.0/8"]}}}""");
    }

    [Theory]
    [InlineData("SUBSCRIPTION/providers/Microsoft.Network/routeTables/t")]
    [InlineData("/providers/Microsoft.Network/routeTables/t")]
    [InlineData("NETWORK/providers/Microsoft.Network/routeTables/t")]
    [InlineData("GROUP/providers/Microsoft.Management/managementGroups/m")]
    [InlineData("GROUP/providers/Microsoft.Resources/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g")]
    [InlineData("/providers/Microsoft.Resources/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g")]
    [InlineData("SUBSCRIPTION/providers/Microsoft.Network/routeTables/t/providers/Microsoft.Authorization/locks/l")]
    [InlineData("/providers/Microsoft.Network/ipGroups/x/providers/Microsoft.Authorization/roleAssignments/b24988ac-6180-42a0-ab88-20f7382dd24c")]
    public async Task Request_ForATypeWhereItCannotLive_IsRefused(string path)
    {
        foreach (var method in (string[])["PUT", "PATCH", "GET"])
        {
            (await Cloud.SendAsync(method, At(path), method == "GET" ? null : Located)).ShouldBeRefused(404, "InvalidResourceType");
        }
    }

    [Theory]
    [InlineData("/providers/Microsoft.Network/routeTables")]
    [InlineData("NETWORK/providers/Microsoft.Network/routeTables")]
    [InlineData("GROUP/providers/Microsoft.Management/managementGroups")]
    public async Task List_OfATypeWhereItCannotLive_IsRefused(string path) => (await Cloud.GetAsync(At(path))).ShouldBeRefused(404, "InvalidResourceType");

    [Fact]
    public async Task Refusal_OfAType_SaysWhereItLives()
    {
        var reply = await Cloud.PutAsync($"{Cloud.Subscription}/providers/Microsoft.Network/routeTables/t", Located);

        reply.ShouldBeRefused(404, "InvalidResourceType",
            $"The resource type 'routeTables' could not be found in the namespace 'Microsoft.Network' at the scope '{Cloud.Subscription}'.");
        reply.Body!.ToJsonString().ShouldContain("live: ResourceGroup.");
    }

    [Theory]
    [InlineData("SUBSCRIPTION/providers/Microsoft.Authorization/locks/l")]
    [InlineData("GROUP/providers/Microsoft.Authorization/locks/l")]
    [InlineData("NETWORK/providers/Microsoft.Authorization/locks/l")]
    [InlineData("NETWORK/subnets/s/providers/Microsoft.Authorization/locks/l")]
    public async Task Put_OfAnExtension_IsTakenAtEveryScope(string path)
    {
        await Cloud.MakeAsync($"{_network}/subnets/s", """{"properties":{"addressPrefix":"10.0.0.0/24"}}""");

        (await Cloud.PutAsync(At(path), """{"properties":{"level":"CanNotDelete"}}""")).ShouldBe(201);
    }

    [Theory]
    [InlineData("SUBSCRIPTION/providers/Microsoft.Network/virtualNetworks")]
    [InlineData("GROUP/providers/Microsoft.Network/virtualNetworks")]
    [InlineData("NETWORK/subnets")]
    [InlineData("SUBSCRIPTION/resourceGroups")]
    public async Task List_OfATypeWhereItLives_IsAnswered(string path) => (await Cloud.GetAsync(At(path))).ShouldBe(200);

    [Fact]
    public async Task Delete_OfWhatStandsWhereItCannotLive_IsAnswered() =>
        (await Cloud.DeleteAsync($"{Cloud.Subscription}/providers/Microsoft.Network/routeTables/t")).ShouldBe(204);

    private string At(string path) =>
        path.Replace("SUBSCRIPTION", Cloud.Subscription, StringComparison.Ordinal).Replace("GROUP", _group, StringComparison.Ordinal).Replace("NETWORK", _network, StringComparison.Ordinal);
}
