using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class GraphPermissionTests : GraphTest
{
    [Fact]
    public async Task Application_WithoutPermission_ReadsItselfOnly()
    {
        var (client, other) = (await Entra.AddClientAsync(), await Entra.AddClientAsync("other"));
        var token = await Entra.TokenAsync(client, Graph);
        foreach (var path in (string[])["users", "groups", "applications", "servicePrincipals", $"servicePrincipals/{other.PrincipalId}", "organization", "auditLogs/signIns", "servicePrincipals/unknown"])
        {
            (await SendAsync(token, "GET", "/v1.0/" + path)).Status.ShouldBe(403, path);
        }

        (await SendAsync(token, "GET", $"/v1.0/servicePrincipals/{client.PrincipalId}")).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("Directory.Read.All", "GET", "users", 200)]
    [InlineData("Directory.Read.All", "POST", "groups", 403)]
    [InlineData("Group.Read.All", "GET", "groups", 200)]
    [InlineData("Group.Read.All", "GET", "applications", 403)]
    [InlineData("Group.Create", "POST", "groups", 201)]
    [InlineData("Application.ReadWrite.OwnedBy", "POST", "applications", 201)]
    [InlineData("AuditLog.Read.All", "GET", "auditLogs/directoryAudits", 200)]
    [InlineData("Directory.Read.All", "GET", "auditLogs/directoryAudits", 403)]
    public async Task Permission_OpensWhatItNames(string permission, string method, string path, int status)
    {
        var client = await Entra.AddClientAsync();
        await PermitAsync(client, permission);
        const string Body = """{"displayName": "x", "mailNickname": "x", "mailEnabled": false, "securityEnabled": true}""";
        (await SendAsync(await Entra.TokenAsync(client, Graph), method, "/v1.0/" + path, method == "POST" ? Body : null)).Status.ShouldBe(status);
    }

    [Fact]
    public async Task OwnedBy_ReachesWhatTheApplicationOwns_AndNothingElse()
    {
        var (client, other) = (await Entra.AddClientAsync(), await Entra.AddClientAsync("other"));
        await PermitAsync(client, "Application.ReadWrite.OwnedBy");
        var token = await Entra.TokenAsync(client, Graph);
        var (_, made) = await SendAsync(token, "POST", "/v1.0/applications", """{"displayName": "mine"}""");
        (await SendAsync(token, "POST", $"/v1.0/applications/{made.Text("id")}/addPassword", "{}")).Status.ShouldBe(200);
        (await SendAsync(token, "POST", $"/v1.0/applications/{other.ApplicationId}/addPassword", "{}")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task Permission_TakenAway_ClosesAgain()
    {
        var client = await Entra.AddClientAsync();
        await PermitAsync(client, "User.Read.All");
        var token = await Entra.TokenAsync(client, Graph);
        (await SendAsync(token, "GET", "/v1.0/users")).Status.ShouldBe(200);
        var assigned = await AskAsync(200, "GET", $"/v1.0/servicePrincipals/{client.PrincipalId}/appRoleAssignments");
        await AskAsync(204, "DELETE", $"/v1.0/servicePrincipals/{client.PrincipalId}/appRoleAssignments/{assigned["value"]![0].Text("id")}");
        (await SendAsync(token, "GET", "/v1.0/users")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task ObjectsOfAnotherTenant_AreNotThere()
    {
        var other = await Entra.Administration.CreateTenantAsync("Other", "other.example", cancellationToken: TestDirectory.Cancelled);
        const string User = "11111111-0000-0000-0000-000000000001";
        const string Group = "11111111-0000-0000-0000-000000000002";
        await Entra.Administration.PutUserAsync(new(other.Id, User, "eve@other.example", "Eve", Entra.Time.GetUtcNow()), TestDirectory.Cancelled);
        await Entra.Administration.PutGroupAsync(new(other.Id, Group, "theirs", [], Entra.Time.GetUtcNow()), TestDirectory.Cancelled);
        var (mine, foreign) = (await AddGroupAsync("mine"), await Entra.AddClientAsync("foreign", tenant: other.Id));

        await AskAsync(404, "GET", $"/v1.0/users/{User}");
        await AskAsync(404, "GET", "/v1.0/users/eve@other.example");
        await AskAsync(404, "PATCH", $"/v1.0/groups/{Group}", """{"displayName": "ours"}""");
        await AskAsync(404, "POST", $"/v1.0/groups/{mine}/members/$ref", Reference(User));
        await AskAsync(404, "GET", $"/v1.0/applications/{foreign.ApplicationId}/federatedIdentityCredentials");
        (await AskAsync(200, "GET", $"/v1.0/servicePrincipals?$filter=appId eq '{foreign.ClientId}'"))["value"]!.AsArray().ShouldBeEmpty();
        Values(await AskAsync(200, "GET", "/v1.0/groups"), "displayName").ShouldBe(["mine"]);
        await Entra.Administration.DeletePrincipalAsync(other.Id, User, TestDirectory.Cancelled);
        (await AskAsync(200, "GET", "/v1.0/auditLogs/directoryAudits")).ToJsonString().ShouldNotContain("Eve");
        await AskAsync(404, "DELETE", $"/v1.0/directory/deletedItems/{User}");
        (await AskAsync(200, "GET", "/v1.0/directory/deletedItems/microsoft.graph.user"))["value"]!.AsArray().ShouldBeEmpty();
        await Entra.TokenAsync(foreign, tenant: other.Id);
        var signIns = await AskAsync(200, "GET", "/v1.0/auditLogs/signIns");
        signIns["value"]!.AsArray().ShouldNotBeEmpty();
        signIns.ToJsonString().ShouldNotContain(foreign.ClientId);
    }

    [Fact]
    public async Task User_WithoutARole_ReadsAndMakesApplicationsAndGroups_OfHisOwn()
    {
        var (ada, other) = (await AddUserAsync("ada"), await Entra.AddClientAsync("other"));
        (await AskAsUserAsync(ada, "GET", "users")).Status.ShouldBe(200);
        (await AskAsUserAsync(ada, "GET", "auditLogs/signIns")).Status.ShouldBe(403);
        var app = await AskAsUserAsync(ada, "POST", "applications", """{"displayName": "mine"}""");
        (await AskAsUserAsync(ada, "POST", $"applications/{app.Body.Text("id")}/addPassword", "{}")).Status.ShouldBe(200);
        (await AskAsUserAsync(ada, "POST", "servicePrincipals", $$"""{"appId": "{{app.Body.Text("appId")}}"}""")).Status.ShouldBe(201);
        (await AskAsUserAsync(ada, "POST", $"applications/{other.ApplicationId}/addPassword", "{}")).Status.ShouldBe(403);
        (await AskAsUserAsync(ada, "POST", "users", "{}")).Status.ShouldBe(403);
        var group = await AskAsUserAsync(ada, "POST", "groups", """{"displayName": "x", "mailNickname": "x", "mailEnabled": false, "securityEnabled": true}""");
        (await AskAsUserAsync(ada, "POST", $"groups/{group.Body.Text("id")}/members/$ref", Reference(other.PrincipalId))).Status.ShouldBe(204);
        (await AskAsUserAsync(ada, "PATCH", $"users/{ada}", """{"mobilePhone": "1"}""")).Status.ShouldBe(204);
        (await AskAsUserAsync(ada, "PATCH", $"users/{ada}", """{"accountEnabled": true}""")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task UserAdministrator_ReachesUsers_ButNoAdministrators()
    {
        var (ada, bob) = (await AddUserAsync("ada"), await AddUserAsync("bob"));
        await AssignAsync(ada, DirectoryRoles.UserAdministrator);
        const string Password = """{"passwordProfile": {"password": "Quiet-Meadow-77"}}""";
        (await AskAsUserAsync(ada, "PATCH", $"users/{bob}", Password)).Status.ShouldBe(204);
        await AssignAsync(bob, DirectoryRoles.GlobalAdministrator);
        (await AskAsUserAsync(ada, "PATCH", $"users/{bob}", Password)).Status.ShouldBe(403);
        (await AskAsUserAsync(bob, "PATCH", $"users/{ada}", Password)).Status.ShouldBe(204);
    }

    [Theory]
    [InlineData("Directory.ReadWrite.All", false)]
    [InlineData("User.ReadWrite.All", false)]
    [InlineData("User-PasswordProfile.ReadWrite.All", true)]
    public async Task Password_IsResetByThePermissionForIt_AndByNoOtherAlone(string permission, bool resets)
    {
        var (ada, client) = (await AddUserAsync("ada"), await Entra.AddClientAsync());
        await PermitAsync(client, permission);
        var token = await Entra.TokenAsync(client, Graph);

        (await SendAsync(token, "PATCH", $"/v1.0/users/{ada}", NewPassword)).Status.ShouldBe(resets ? 204 : 403);
        (await SendAsync(token, "PATCH", $"/v1.0/users/{ada}", NewPasswordAndName)).Status.ShouldBe(403);
        if (!resets)
        {
            await AssignAsync(client.PrincipalId, DirectoryRoles.UserAdministrator);
            (await SendAsync(token, "PATCH", $"/v1.0/users/{ada}", NewPasswordAndName)).Status.ShouldBe(204);
        }
    }

    [Fact]
    public async Task DirectoryWriter_ChangesUsers_ButNoPasswordBesides()
    {
        var (ada, bob) = (await AddUserAsync("ada"), await AddUserAsync("bob"));
        await AssignAsync(ada, DirectoryRoles.DirectoryWriters);

        (await AskAsUserAsync(ada, "PATCH", $"users/{bob}", """{"displayName": "Robert"}""")).Status.ShouldBe(204);
        (await AskAsUserAsync(ada, "PATCH", $"users/{bob}", NewPassword)).Status.ShouldBe(403);
        (await AskAsUserAsync(ada, "PATCH", $"users/{bob}", NewPasswordAndName)).Status.ShouldBe(403);
        (await AskAsUserAsync(ada, "PATCH", $"users/{ada}", NewPassword)).Status.ShouldBe(403);
    }

    [Fact]
    public async Task SignInSessions_AreRevokedByThemselvesAndByThoseWhoMay()
    {
        var (ada, bob, client) = (await AddUserAsync("ada"), await AddUserAsync("bob"), await Entra.AddClientAsync());
        (await AskAsUserAsync(ada, "POST", "me/revokeSignInSessions")).Body!["value"]!.GetValue<bool>().ShouldBeTrue();
        (await AskAsUserAsync(ada, "POST", $"users/{bob}/revokeSignInSessions")).Status.ShouldBe(403);
        await AssignAsync(ada, DirectoryRoles.HelpdeskAdministrator);
        (await AskAsUserAsync(ada, "POST", $"users/{bob}/revokeSignInSessions")).Status.ShouldBe(200);
        await AssignAsync(bob, DirectoryRoles.GlobalAdministrator);
        (await AskAsUserAsync(ada, "POST", $"users/{bob}/revokeSignInSessions")).Status.ShouldBe(403);

        await PermitAsync(client, "User.RevokeSessions.All");
        (await SendAsync(await Entra.TokenAsync(client, Graph), "POST", $"/v1.0/users/{ada}/revokeSignInSessions")).Status.ShouldBe(403, "ada administers by now");
        (await SendAsync(await Entra.TokenAsync(client, Graph), "POST", $"/v1.0/users/{await AddUserAsync("eve")}/revokeSignInSessions")).Status.ShouldBe(200);
        (await SendAsync(await Entra.TokenAsync(client, Graph), "POST", "/v1.0/me/revokeSignInSessions")).Status.ShouldBe(400);
    }

    [Fact]
    public async Task ApplicationAdministrator_CannotGiveGraphsPermissions()
    {
        var (ada, client) = (await AddUserAsync("ada"), await Entra.AddClientAsync());
        await AssignAsync(ada, DirectoryRoles.ApplicationAdministrator);
        var resource = (await AskAsync(200, "GET", $"/v1.0/servicePrincipals(appId='{ProtectedResource.Graph.AppId}')")).Text("id");
        var body = $$"""{"principalId": "{{client.PrincipalId}}", "resourceId": "{{resource}}", "appRoleId": "{{MicrosoftGraphPermissions.AppRoles[0].Id}}"}""";
        (await AskAsUserAsync(ada, "POST", $"servicePrincipals/{client.PrincipalId}/appRoleAssignments", body)).Status.ShouldBe(403);
        (await AskAsUserAsync(ada, "POST", $"applications/{client.ApplicationId}/addPassword", "{}")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Role_ThroughARoleAssignableGroup_Counts_AndThatGroupIsProtected()
    {
        var (ada, bob) = (await AddUserAsync("ada"), await AddUserAsync("bob"));
        var (plain, roles) = (await AddGroupAsync("plain"), await AddGroupAsync("admins", """, "isAssignableToRole": true"""));
        await AssignAsync(plain, DirectoryRoles.GroupsAdministrator, 400);
        await AssignAsync(roles, DirectoryRoles.GroupsAdministrator);
        await AskAsync(204, "POST", $"/v1.0/groups/{roles}/members/$ref", Reference(ada));
        (await AskAsUserAsync(ada, "POST", $"groups/{plain}/members/$ref", Reference(bob))).Status.ShouldBe(204);
        (await AskAsUserAsync(ada, "POST", $"groups/{roles}/members/$ref", Reference(bob))).Status.ShouldBe(403);
    }

    private const string NewPassword = """{"passwordProfile": {"password": "Quiet-Meadow-77"}}""";
    private const string NewPasswordAndName = """{"displayName": "x", "passwordProfile": {"password": "Quiet-Meadow-78"}}""";

    private Task AssignAsync(string principal, string role, int status = 201) => AskAsync(status, "POST", "/v1.0/roleManagement/directory/roleAssignments",
        $$"""{"principalId": "{{principal}}", "roleDefinitionId": "{{role}}", "directoryScopeId": "/"}""");
}
