using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

/// <summary>Applications that demand an assignment, and what an assigned role says in tokens.</summary>
public sealed class AssignedAccessTests : GraphTest
{
    private const string Role = "33333333-3333-3333-3333-333333333333";

    private TestClient _api = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _api = await Entra.AddClientAsync("api");
        await AskAsync(204, "PATCH", $"/v1.0/applications/{_api.ApplicationId}", $$$"""
            {"appRoles": [{"id": "{{{Role}}}", "value": "Orders.Read", "displayName": "Read", "isEnabled": true, "allowedMemberTypes": ["Application", "User"]}],
             "api": {"oauth2PermissionScopes": [{"id": "44444444-4444-4444-4444-444444444444", "value": "act", "type": "User", "isEnabled": true}]} }
            """);
    }

    [Fact]
    public async Task Application_NotAssigned_IsRefused_AndAssignedHasItsRole()
    {
        var client = await Entra.AddClientAsync("shop");
        (await AppTokenAsync(client))["access_token"].ShouldNotBeNull();
        await DemandAsync();

        var refused = await AppTokenAsync(client);
        (refused.Number(), refused.Text("error")).ShouldBe((501051, "invalid_grant"));
        refused.Text("error_description")!.ShouldStartWith($"AADSTS501051: Application '{client.ClientId}'(shop) is not assigned to a role for the application '{_api.ClientId}'(api).");

        await AssignAsync(client.PrincipalId, Role);
        Claims.Of(await AppTokenAsync(client))["roles"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("Orders.Read");
    }

    [Fact]
    public async Task ManagedIdentity_NotAssigned_IsRefused()
    {
        var identity = await Entra.Directory.EnsureManagedIdentityAsync(Entra.Tenant, TokenTests.IdentityId, ManagedIdentityKind.UserAssigned, TestDirectory.Cancelled);
        await DemandAsync();
        (await Entra.Issuer.ForManagedIdentityAsync(identity, _api.ClientId, TestDirectory.Cancelled)).Error!.Number.ShouldBe(501051);
        await AssignAsync(identity.PrincipalId, AppRoleAssignments.DefaultRole);
        var token = (await Entra.Issuer.ForManagedIdentityAsync(identity, _api.ClientId, TestDirectory.Cancelled)).Token!.Value;
        Claims.Of(token)["roles"].ShouldBeNull("the default access is no role");
    }

    [Fact]
    public async Task User_NotAssigned_IsRefused_AndAGroupsAssignmentCountsForItsDirectMembers()
    {
        var user = await Entra.AddUserAsync();
        var (inner, outer) = (await AddGroupAsync("inner"), await AddGroupAsync("outer"));
        await AskAsync(204, "POST", $"/v1.0/groups/{outer}/members/$ref", Reference(inner));
        await AskAsync(204, "POST", $"/v1.0/groups/{inner}/members/$ref", Reference(user.Id));
        await DemandAsync();

        (await UserTokenAsync()).Number().ShouldBe(50105);
        await AssignAsync(outer, Role);
        (await UserTokenAsync()).Number().ShouldBe(50105);
        await AssignAsync(inner, Role);
        Claims.Of(await UserTokenAsync())["roles"]!.AsArray().ShouldHaveSingleItem()!.GetValue<string>().ShouldBe("Orders.Read");
    }

    [Fact]
    public async Task User_NotAssignedToTheClient_IsSentBackWithoutACode()
    {
        var user = await Entra.AddUserAsync();
        await AskAsync(204, "PATCH", $"/v1.0/applications/{_api.ApplicationId}", """{"publicClient": {"redirectUris": ["http://localhost"]} }""");
        await DemandAsync();
        using var browser = new TestBrowser(Entra);
        var address = $"/organizations/oauth2/v2.0/authorize?client_id={_api.ClientId}&response_type=code&redirect_uri=http%3A%2F%2Flocalhost&scope=openid%20User.Read";
        await browser.OpenAsync(address);
        await browser.SignInAsync();
        browser.Answer()["error"].ShouldBe("access_denied");
        browser.Answer()["error_description"].ShouldStartWith($"AADSTS50105: Your administrator has configured the application api ('{_api.ClientId}') to block users");

        await AssignAsync(user.Id, AppRoleAssignments.DefaultRole);
        await browser.OpenAsync(address);
        browser.Title.ShouldBe("Permissions requested");
    }

    private Task DemandAsync() => AskAsync(204, "PATCH", $"/v1.0/servicePrincipals/{_api.PrincipalId}", """{"appRoleAssignmentRequired": true}""");

    private Task AssignAsync(string principal, string role) => AskAsync(201, "POST", $"/v1.0/servicePrincipals/{_api.PrincipalId}/appRoleAssignedTo",
        $$"""{"principalId": "{{principal}}", "resourceId": "{{_api.PrincipalId}}", "appRoleId": "{{role}}"}""");

    private Task<JsonObject> AppTokenAsync(TestClient client) => Entra.TokenAsync(
        [("grant_type", "client_credentials"), ("tenant", Entra.Tenant), ("client_id", client.ClientId), ("client_secret", client.Secret), ("scope", $"{_api.ClientId}/.default")]);

    private Task<JsonObject> UserTokenAsync() => Entra.SignInAsync(changes: ("scope", $"{_api.ClientId}/act"));
}
