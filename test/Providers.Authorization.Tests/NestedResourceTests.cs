using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.Authorization.Tests;

/// <summary>What a caller may write below a role assignment, a custom role or a lock is none, whatever it says.</summary>
public sealed class NestedResourceTests : CloudTest
{
    private const string OnAnything = "providers/Microsoft.Insights/diagnosticSettings/x?api-version=2021-05-01-preview";
    private const string InGroups = "providers/Microsoft.Network/ipGroups/x?api-version=2023-09-01";

    private string _group = null!;
    private string _held = null!;
    private TestPrincipal _writer = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/Microsoft.Insights/register");
        await Cloud.RunOperationsAsync();
        _group = await Cloud.AddGroupAsync();
        _writer = await Cloud.AddPrincipalAsync();
        _held = (await Cloud.AssignAsync(_writer.ObjectId, "Network Contributor", _group)).Text("id")!;
        await Cloud.AssignAsync(_writer.ObjectId, "Monitoring Contributor", _group);
    }

    [Theory]
    [InlineData(InGroups, 404)]
    [InlineData(OnAnything, 201)]
    public async Task Put_OnARoleAssignment_GivesNoRole(string below, int status)
    {
        var body = $$$"""{"location":"westus2","properties":{"principalId":"{{{_writer.ObjectId}}}","roleDefinitionId":"{{{Cloud.RoleId("Owner")}}}"}}""";

        (await Cloud.PutAsync($"{_held}/{below}", body, _writer)).ShouldBe(status);

        await ShouldHoldNoMoreAsync();
        await Cloud.RestartAsync();
        await ShouldHoldNoMoreAsync();
    }

    [Fact]
    public async Task Put_OnACustomRole_ChangesNoRole()
    {
        var role = await RoleAsync();
        await Cloud.AssignAsync(_writer.ObjectId, "Monitoring Contributor");
        (await Cloud.PutAsync(Cloud.AssignmentId(_group), Grant(role))).ShouldBe(201);

        (await Cloud.PutAsync(
            $"{role}/providers/Microsoft.Insights/diagnosticSettings/{role[^36..]}?api-version=2021-05-01-preview", """{"properties":{"permissions":[{"actions":["*"]}]}}""", _writer)).ShouldBe(201);

        await ShouldHoldNoMoreAsync();
        (await Cloud.GetAsync(role)).ShouldBe(200).At("properties", "permissions")!.ToJsonString().ShouldNotContain("\"*\"");
    }

    private async Task ShouldHoldNoMoreAsync()
    {
        (await Cloud.PutAsync($"{_group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i", """{"location":"westus2"}""", _writer)).ShouldBeRefused(403, "AuthorizationFailed");
        (await Cloud.GetAsync($"{_group}/providers/Microsoft.Authorization/roleAssignments")).Items.Count(a => a.Text("properties", "principalId") == _writer.ObjectId && a.Text("properties", "roleDefinitionId") == Cloud.RoleId("Owner")).ShouldBe(0);
    }

    private string Grant(string role) => $$$"""{"properties":{"principalId":"{{{_writer.ObjectId}}}","roleDefinitionId":"{{{role}}}"}}""";

    private async Task<string> RoleAsync()
    {
        var id = $"{Cloud.Subscription}/providers/Microsoft.Authorization/roleDefinitions/{Guid.NewGuid()}";
        (await Cloud.PutAsync(id, $$$"""{"properties":{"roleName":"small","type":"CustomRole","assignableScopes":["{{{Cloud.Subscription}}}"],"permissions":[{"actions":["Microsoft.Network/virtualNetworks/read"]}]}}""")).ShouldBe(201);
        return id;
    }
}
