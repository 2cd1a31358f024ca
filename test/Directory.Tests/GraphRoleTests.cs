using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class GraphRoleTests : GraphTest
{
    private const string Assignments = "/v1.0/roleManagement/directory/roleAssignments";

    [Fact]
    public async Task RoleAssignment_IsTheSameAsAMemberOfTheRole()
    {
        var client = await Entra.AddClientAsync();
        var made = await AskAsync(201, "POST", Assignments, Body(client.PrincipalId, DirectoryRoles.DirectoryReaders));
        await AskAsync(400, "POST", Assignments, Body(client.PrincipalId, DirectoryRoles.DirectoryReaders));
        (await SendAsync(await Entra.TokenAsync(client, Graph), "GET", "/v1.0/users")).Status.ShouldBe(200);

        Values(await AskAsync(200, "GET", $"/v1.0/directoryRoles(roleTemplateId='{DirectoryRoles.DirectoryReaders}')/members"), "id").ShouldBe([client.PrincipalId]);
        Values(await AskAsync(200, "GET", $"{Assignments}?$filter=principalId eq '{client.PrincipalId}'"), "id").ShouldBe([made.Text("id")]);
        (await AskAsync(200, "GET", $"/v1.0/servicePrincipals/{client.PrincipalId}/memberOf"))["value"]![0].Text("@odata.type").ShouldBe("#microsoft.graph.directoryRole");

        await AskAsync(204, "DELETE", $"{Assignments}/{made.Text("id")}");
        await AskAsync(404, "DELETE", $"{Assignments}/{made.Text("id")}");
        (await SendAsync(await Entra.TokenAsync(client, Graph), "GET", "/v1.0/users")).Status.ShouldBe(403);
    }

    [Fact]
    public async Task LastGlobalAdministrator_Stays()
    {
        var assigned = await AskAsync(200, "GET", $"{Assignments}?$filter=roleDefinitionId eq '{DirectoryRoles.GlobalAdministrator}'");
        (await AskAsync(400, "DELETE", $"{Assignments}/{assigned["value"]![0].Text("id")}")).Text("error", "message")!.ShouldContain("last Global Administrator");
    }

    [Fact]
    public async Task Definitions_AreFoundByName()
    {
        var found = await AskAsync(200, "GET", "/v1.0/roleManagement/directory/roleDefinitions?$filter=displayName eq 'Application Administrator'");
        Values(found, "id").ShouldBe([DirectoryRoles.ApplicationAdministrator]);
        Values(await AskAsync(200, "GET", "/v1.0/directoryRoleTemplates"), "id").ShouldContain(DirectoryRoles.GlobalReader);
    }

    [Fact]
    public async Task Scope_OfAPart_IsRefused() => await AskAsync(400, "POST", Assignments,
        $$"""{"principalId": "{{Entra.Bootstrap.PrincipalId}}", "roleDefinitionId": "{{DirectoryRoles.GlobalReader}}", "directoryScopeId": "/administrativeUnits/x"}""");

    private static string Body(string principal, string role) => $$"""{"principalId": "{{principal}}", "roleDefinitionId": "{{role}}", "directoryScopeId": "/"}""";
}
