using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Authorization.Tests;

public sealed class RoleDefinitionTests : CloudTest
{
    private const string Reader = "acdd72a7-3385-48ef-bd42-f606fba81ae7";

    private string Definitions => $"{Cloud.Subscription}/providers/Microsoft.Authorization/roleDefinitions";

    [Fact]
    public async Task Get_OfABuiltInRole_AnswersItsPermissions()
    {
        var role = (await Cloud.GetAsync($"{Definitions}/{Reader}")).ShouldBe(200);

        (role.Text("id"), role.Text("name"), role.Text("type")).ShouldBe(($"{Definitions}/{Reader}", Reader, "Microsoft.Authorization/roleDefinitions"));
        var properties = role.At("properties");
        (properties.Text("roleName"), properties.Text("type")).ShouldBe(("Reader", "BuiltInRole"));
        properties.At("permissions")!.ToJsonString().ShouldBe("""[{"actions":["*/read"],"notActions":[],"dataActions":[],"notDataActions":[]}]""");
        properties.At("assignableScopes")!.ToJsonString().ShouldBe("""["/"]""");
    }

    [Fact]
    public async Task Get_OfABuiltInRoleAtAnyScope_FindsIt()
    {
        var group = await Cloud.AddGroupAsync();

        (await Cloud.GetAsync($"{group}/providers/Microsoft.Authorization/roleDefinitions/{Reader}")).ShouldBe(200).Text("id").ShouldBe($"{Definitions}/{Reader}");
    }

    [Fact]
    public async Task Get_OfARoleThatDoesNotExist_Is404() => (await Cloud.GetAsync($"{Definitions}/{Guid.NewGuid()}")).ShouldBeRefused(404, "ResourceNotFound");

    [Theory]
    [InlineData("roleName eq 'Network Contributor'", 1)]
    [InlineData("roleName eq 'network contributor'", 1)]
    [InlineData("roleName eq 'Nobody'", 0)]
    [InlineData("type eq 'CustomRole'", 0)]
    [InlineData("type eq 'BuiltInRole'", 928)]
    [InlineData("", 928)]
    public async Task List_OfRoles_FollowsTheFilter(string filter, int count) =>
        (await Cloud.GetAsync($"{Definitions}?$filter={Uri.EscapeDataString(filter)}")).ShouldBe(200).Items.Count.ShouldBe(count);

    [Fact]
    public async Task List_WithAFilterThatIsNotUnderstood_IsRefused() =>
        (await Cloud.GetAsync($"{Definitions}?$filter={Uri.EscapeDataString("roleName ne 'Reader'")}")).ShouldBeRefused(400, "UnsupportedFilter");

    [Fact]
    public async Task Delete_OfABuiltInRole_IsRefused() =>
        (await Cloud.DeleteAsync($"{Definitions}/{Reader}")).ShouldBeRefused(400, "CannotDeleteBuiltInRole");
}
