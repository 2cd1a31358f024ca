using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class GraphConsentTests : GraphTest
{
    private const string Role = "33333333-3333-3333-3333-333333333333";

    [Fact]
    public async Task AppRole_IsGivenOnce_AndSeenFromBothSides()
    {
        var (api, client) = (await Entra.AddClientAsync("api"), await Entra.AddClientAsync());
        await AskAsync(204, "PATCH", $"/v1.0/applications/{api.ApplicationId}",
            $$"""{"appRoles": [{"id": "{{Role}}", "value": "Read", "displayName": "Read", "isEnabled": true, "allowedMemberTypes": ["Application"]}]}""");
        var body = Body(client, api, Role);
        var path = $"/v1.0/servicePrincipals/{client.PrincipalId}/appRoleAssignments";
        (await AskAsync(201, "POST", path, body)).Text("resourceDisplayName").ShouldBe("api");
        (await AskAsync(400, "POST", path, body)).Text("error", "message").ShouldBe("Permission being assigned already exists on the object");
        Values(await AskAsync(200, "GET", $"/v1.0/servicePrincipals/{api.PrincipalId}/appRoleAssignedTo"), "principalId").ShouldBe([client.PrincipalId]);
        Entra.Get<DirectoryIndex>().AppRolesOf(Entra.Tenant, client.PrincipalId, api.ClientId).ShouldBe(["Read"]);

        await AskAsync(204, "DELETE", $"/v1.0/servicePrincipals/{api.PrincipalId}");
        (await AskAsync(200, "GET", path))["value"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task AppRole_NotOffered_OrOfAnotherPrincipal_IsRefused()
    {
        var (api, client) = (await Entra.AddClientAsync("api"), await Entra.AddClientAsync());
        await AskAsync(400, "POST", $"/v1.0/servicePrincipals/{client.PrincipalId}/appRoleAssignments", Body(client, api, Role));
        await AskAsync(400, "POST", $"/v1.0/servicePrincipals/{api.PrincipalId}/appRoleAssignments", Body(client, api, "00000000-0000-0000-0000-000000000000"));
        await AskAsync(201, "POST", $"/v1.0/servicePrincipals/{client.PrincipalId}/appRoleAssignments", Body(client, api, "00000000-0000-0000-0000-000000000000"));
    }

    [Fact]
    public async Task DelegatedGrant_IsListedByItsClient_ChangedAndRemoved()
    {
        var client = await Entra.AddClientAsync();
        var graph = (await AskAsync(200, "GET", $"/v1.0/servicePrincipals(appId='{ProtectedResource.Graph.AppId}')")).Text("id");
        var body = $$"""{"clientId": "{{client.PrincipalId}}", "consentType": "AllPrincipals", "principalId": null, "resourceId": "{{graph}}", "scope": "User.Read"}""";
        var made = await AskAsync(201, "POST", "/v1.0/oauth2PermissionGrants", body);
        await AskAsync(409, "POST", "/v1.0/oauth2PermissionGrants", body);
        await AskAsync(204, "PATCH", $"/v1.0/oauth2PermissionGrants/{made.Text("id")}", """{"scope": "User.Read openid"}""");
        var listed = await AskAsync(200, "GET", $"/v1.0/oauth2PermissionGrants?$filter=clientId eq '{client.PrincipalId}'");
        Values(listed, "scope").ShouldBe(["User.Read openid"]);
        await AskAsync(204, "DELETE", $"/v1.0/oAuth2PermissionGrants/{made.Text("id")}");
        await AskAsync(404, "GET", $"/v1.0/oauth2PermissionGrants/{made.Text("id")}");
    }

    private static string Body(TestClient client, TestClient api, string role) =>
        $$"""{"principalId": "{{client.PrincipalId}}", "resourceId": "{{api.PrincipalId}}", "appRoleId": "{{role}}"}""";
}
