using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class GraphAuditLogTests : GraphTest
{
    private const string Audits = "/v1.0/auditLogs/directoryAudits";

    [Fact]
    public async Task Change_IsRecordedWithWhoWhatAndHow()
    {
        var app = await AskAsync(201, "POST", "/v1.0/applications", """{"displayName": "before"}""");
        await AskAsync(204, "PATCH", $"/v1.0/applications/{app.Text("id")}", """{"displayName": "after"}""");

        var audit = (await AskAsync(200, "GET", $"{Audits}?$filter=activityDisplayName eq 'Update application'"))["value"]!.AsArray().ShouldHaveSingleItem()!;
        audit["initiatedBy"].Text("app", "servicePrincipalId").ShouldBe(Entra.Bootstrap.PrincipalId);
        audit.Text("category").ShouldBe("ApplicationManagement");
        audit["targetResources"]![0].Text("id").ShouldBe(app.Text("id"));
        audit["targetResources"]![0]!["modifiedProperties"]!.ToJsonString()
            .ShouldBe(JsonNode.Parse("""[{"displayName":"displayName","oldValue":"\"before\"","newValue":"\"after\""}]""")!.ToJsonString());
        (await AskAsync(200, "GET", $"{Audits}/{audit.Text("id")}")).Text("correlationId").ShouldBe(audit.Text("correlationId"));
    }

    [Fact]
    public async Task EachKindOfChange_HasEntrasName()
    {
        var (user, group) = (await AddUserAsync("ada"), await AddGroupAsync("crew"));
        await AskAsync(204, "POST", $"/v1.0/groups/{group}/members/$ref", Reference(user));
        await AskAsync(204, "PATCH", $"/v1.0/users/{user}", """{"passwordProfile": {"password": "Quiet-Meadow-77"}}""");
        await AskAsync(204, "DELETE", $"/v1.0/users/{user}");
        await AskAsync(200, "POST", $"/v1.0/directory/deletedItems/{user}/restore");
        await Entra.Directory.EnsureManagedIdentityAsync(Entra.Tenant, TokenTests.IdentityId, ManagedIdentityKind.UserAssigned, TestDirectory.Cancelled);

        var all = (await AskAsync(200, "GET", Audits))["value"]!.AsArray();
        all.Select(audit => audit.Text("activityDisplayName")).ShouldBe(
            ["Add user", "Add group", "Add member to group", "Reset user password", "Delete user", "Restore user", "Add service principal"], ignoreOrder: true);
        all.Single(audit => audit.Text("activityDisplayName") == "Add service principal")!["initiatedBy"].Text("app", "displayName").ShouldBe("Managed Service Identity");
    }

    [Fact]
    public async Task Secrets_AreInNoRecord()
    {
        var client = await Entra.AddClientAsync();
        var added = await AskAsync(200, "POST", $"/v1.0/applications/{client.ApplicationId}/addPassword", "{}");
        await AddUserAsync("ada");
        var text = (await AskAsync(200, "GET", Audits)).ToJsonString();
        text.ShouldContain(added.Text("keyId")!);
        text.ShouldNotContain(added.Text("secretText")!);
        text.ShouldNotContain("Sunny-Harbour");
        text.ShouldNotContain(client.Secret);
    }

    [Fact]
    public async Task RefusedChange_IsNotRecorded()
    {
        await AskAsync(400, "POST", "/v1.0/groups", "{}");
        (await AskAsync(200, "GET", Audits))["value"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Audits_AreReadByOtherParts_NewestFirst_AndOutliveARestart()
    {
        await AddGroupAsync("first");
        Entra.Time.Advance(TimeSpan.FromMinutes(1));
        await AddGroupAsync("second");
        await RestartAsync();
        var read = await Entra.Get<IDirectoryAuditLog>().ReadAsync(Entra.Tenant, cancellationToken: TestDirectory.Cancelled);
        read.Select(audit => audit.Targets[0].DisplayName).ShouldBe(["second", "first"]);
    }

    [Fact]
    public async Task SignIn_OfAUser_NamesTheUserAndTheClient()
    {
        var user = await Entra.AddUserAsync();
        await Entra.SignInAsync();
        var shown = (await AskAsync(200, "GET", $"/v1.0/auditLogs/signIns?$filter=userPrincipalName eq '{user.UserPrincipalName}'"))["value"]!.AsArray().ShouldHaveSingleItem()!;
        (shown.Text("userId"), shown.Text("appDisplayName"), shown.Text("authenticationProtocol")).ShouldBe((user.Id, "Microsoft Azure CLI", "password"));
        shown["servicePrincipalId"].ShouldBeNull();
    }

    [Fact]
    public async Task OldestAudits_AreRemoved()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("verditer-directory-");
        await using (var entra = await TestDirectory.StartAsync(folder.FullName, options: new() { AuditsKept = 5 }))
        {
            for (var i = 0; i < 8; i++)
            {
                await entra.Administration.CreateApplicationAsync(entra.Tenant, $"app{i}", TestDirectory.Cancelled);
                entra.Time.Advance(TimeSpan.FromMilliseconds(1));
            }

            await entra.Get<DirectoryAuditLog>().TrimAsync(TestDirectory.Cancelled);
            (await entra.Get<IDirectoryAuditLog>().ReadAsync(entra.Tenant, cancellationToken: TestDirectory.Cancelled))
                .Select(audit => audit.Targets[0].DisplayName).ShouldBe(["app7", "app7", "app6", "app6", "app5"]);
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task SignIns_AreFilteredByClientStatusAndTime()
    {
        var client = await Entra.AddClientAsync();
        await Entra.TokenAsync(client);
        await Entra.Issuer.ForClientSecretAsync(Entra.Tenant, client.ClientId, "wrong", Graph, TestDirectory.Cancelled);
        Entra.Time.Advance(TimeSpan.FromHours(1));
        await Entra.TokenAsync(client, Graph);

        var failed = await AskAsync(200, "GET", $"/v1.0/auditLogs/signIns?$filter=appId eq '{client.ClientId}' and status/errorCode ne 0");
        failed["value"]!.AsArray().ShouldHaveSingleItem()!["status"].Number("errorCode").ShouldBe(7000215);
        var late = await AskAsync(200, "GET", $"/v1.0/auditLogs/signIns?$filter=appId eq '{client.ClientId}' and createdDateTime ge 2026-03-01T12:30:00Z");
        Values(late, "resourceDisplayName").ShouldBe(["Microsoft Graph"]);
        var paged = await AskAsync(200, "GET", $"/v1.0/auditLogs/signIns?$filter=appId eq '{client.ClientId}'&$top=2");
        paged.Text("@odata.nextLink").ShouldNotBeNull();
        Values(paged, "resourceDisplayName").First().ShouldBe("Microsoft Graph");
    }
}
