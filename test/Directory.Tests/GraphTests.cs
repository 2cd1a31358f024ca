using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class GraphTests : GraphTest
{
    [Fact]
    public async Task CreateForRbac_AsAzDoesIt_GivesASecretThatSignsIn()
    {
        var token = await AdministratorAsync();
        (await SendAsync(token, "GET", "/v1.0/servicePrincipals?$filter=displayName eq 'testsp'")).Body["value"]!.AsArray().ShouldBeEmpty();
        (await SendAsync(token, "GET", "/v1.0/applications?$filter=startswith(displayName,'testsp')")).Body["value"]!.AsArray().ShouldBeEmpty();
        var (created, app) = await SendAsync(token, "POST", "/v1.0/applications", """{"displayName": "testsp", "keyCredentials": []}""");
        created.ShouldBe(201);
        var (_, password) = await SendAsync(token, "POST", $"/v1.0/applications/{app.Text("id")}/addPassword",
            """{"passwordCredential": {"displayName": "rbac", "endDateTime": "2027-03-01T00:00:00Z", "startDateTime": "2026-03-01T00:00:00Z"}}""");
        var (_, principal) = await SendAsync(token, "POST", "/v1.0/servicePrincipals", $$"""{"appId": "{{app.Text("appId")}}", "accountEnabled": true}""");

        password.Text("secretText")!.ShouldStartWith(password.Text("hint")!);
        password.Text("endDateTime").ShouldBe("2027-03-01T00:00:00Z");
        var client = new TestClient(app.Text("appId")!, principal.Text("id")!, app.Text("id")!, password.Text("secretText")!);
        Entra.Validator.Validate(await Entra.TokenAsync(client), Audience.ResourceManager).Value.ObjectId.ShouldBe(client.PrincipalId);

        var (_, shown) = await SendAsync(token, "GET", $"/v1.0/applications/{client.ApplicationId}");
        shown["passwordCredentials"]![0]!["secretText"].ShouldBeNull();
        (await SendAsync(token, "POST", "/v1.0/servicePrincipals", $$"""{"appId": "{{client.ClientId}}"}""")).Status.ShouldBe(409);
    }

    [Fact]
    public async Task AddPassword_ThatHasEndedByTheClock_IsRefusedWithTheReason()
    {
        var token = await AdministratorAsync();
        var (_, app) = await SendAsync(token, "POST", "/v1.0/applications", """{"displayName": "late"}""");
        var (status, body) = await SendAsync(token, "POST", $"/v1.0/applications/{app.Text("id")}/addPassword",
            """{"passwordCredential": {"endDateTime": "2020-01-02T00:00:00Z", "startDateTime": "2020-01-01T00:00:00Z"}}""");
        status.ShouldBe(400);
        body.Text("error", "message")!.ShouldContain("after Verditer's time");
    }

    [Theory]
    [InlineData("servicePrincipalNames/any(c:c eq '{appId}')", 1)]
    [InlineData("appId eq '{appId}' and accountEnabled eq true", 1)]
    [InlineData("displayName eq 'FIRST' or displayName eq 'second'", 2)]
    [InlineData("startswith(displayName,'fir')", 1)]
    [InlineData("not(displayName eq 'first') and startswith(displayName,'s')", 1)]
    [InlineData("displayName in ('first','second')", 2)]
    [InlineData("displayName eq 'it''s'", 0)]
    [InlineData("servicePrincipalNames/any(c:c eq 'x' or c eq '{appId}')", 1)]
    public async Task List_Filtered_GivesWhatMatches(string filter, int count)
    {
        var first = await Entra.AddClientAsync("first");
        await Entra.AddClientAsync("second");
        var text = filter.Replace("{appId}", first.ClientId, StringComparison.Ordinal);
        var (status, body) = await SendAsync(
            await AdministratorAsync(), "GET", $"/v1.0/servicePrincipals?$filter={Uri.EscapeDataString(text)}", eventual: true);
        status.ShouldBe(200);
        body["value"]!.AsArray().Count.ShouldBe(count);
    }

    [Theory]
    [InlineData("displayName eq 'open", "Invalid filter clause: There is an unterminated literal at position 20 in 'displayName eq 'open'.")]
    [InlineData("displayName has 'a'", "Invalid filter clause: The operator 'has' is not supported.")]
    [InlineData("matches(displayName,'a')", "Invalid filter clause: An unknown function with name 'matches' was found.")]
    [InlineData("displayName eq", "Invalid filter clause: Expression expected at the end.")]
    public async Task List_BadFilter_IsRefusedWithTheReason(string filter, string message)
    {
        var (status, body) = await SendAsync(await AdministratorAsync(), "GET", $"/v1.0/applications?$filter={Uri.EscapeDataString(filter)}");
        status.ShouldBe(400);
        body.Text("error", "message").ShouldBe(message);
    }

    [Fact]
    public async Task List_OfManyPages_IsFollowedByNextLink()
    {
        for (var i = 0; i < 3; i++)
        {
            await Entra.AddClientAsync($"app{i}");
        }

        var token = await AdministratorAsync();
        var names = new List<string?>();
        for (var next = "/v1.0/applications?$top=2&$select=displayName"; next is not null;)
        {
            var (_, page) = await SendAsync(token, "GET", next);
            names.AddRange(page["value"]!.AsArray().Select(app => app.Text("displayName")));
            page["value"]![0]!.AsObject().Count.ShouldBe(1);
            next = page.Text("@odata.nextLink");
        }

        names.ShouldBe(["verditer-bootstrap", "app0", "app1", "app2"], ignoreOrder: true);
    }

    [Fact]
    public async Task Object_Unknown_IsResourceNotFound()
    {
        var (status, body) = await SendAsync(await AdministratorAsync(), "GET", "/v1.0/servicePrincipals/33333333-3333-3333-3333-333333333333");
        status.ShouldBe(404);
        body.Text("error", "code").ShouldBe("Request_ResourceNotFound");
        body.Text("error", "message").ShouldBe(
            "Resource '33333333-3333-3333-3333-333333333333' does not exist or one of its queried reference-property objects are not present.");
    }

    [Fact]
    public async Task GetByIds_MixedKinds_GivesTheTypesAskedFor()
    {
        var client = await Entra.AddClientAsync();
        await Entra.Administration.PutUserAsync(new(Entra.Tenant, "11111111-0000-0000-0000-000000000001", "ada@verditer.example", "Ada", Entra.Time.GetUtcNow()), TestDirectory.Cancelled);
        await Entra.Administration.PutGroupAsync(new(Entra.Tenant, "11111111-0000-0000-0000-000000000002", "crew", [client.PrincipalId], Entra.Time.GetUtcNow()), TestDirectory.Cancelled);
        var ids = new JsonArray(client.PrincipalId, "11111111-0000-0000-0000-000000000001", "11111111-0000-0000-0000-000000000002", client.ApplicationId, "nothing");
        var (_, body) = await SendAsync(await AdministratorAsync(), "POST", "/v1.0/directoryObjects/getByIds",
            new JsonObject { ["ids"] = ids, ["types"] = new JsonArray("user", "group", "servicePrincipal", "directoryObjectPartnerReference") }.ToJsonString());
        body["value"]!.AsArray().Select(item => item.Text("@odata.type"))
            .ShouldBe(["#microsoft.graph.servicePrincipal", "#microsoft.graph.user", "#microsoft.graph.group"]);
    }

    [Fact]
    public async Task Writes_WithoutARole_AreDenied_ButOwnersChangeTheirOwn()
    {
        var stranger = await Entra.AddClientAsync("stranger");
        var owned = await Entra.AddClientAsync("owned");
        var token = await Entra.TokenAsync(stranger, Graph);
        foreach (var (method, path, sent) in new[]
        {
            ("POST", "applications", """{"displayName":"x"}"""),
            ("PATCH", $"applications/{owned.ApplicationId}", """{"displayName":"x"}"""),
            ("DELETE", $"applications/{owned.ApplicationId}", null),
            ("POST", $"applications/{owned.ApplicationId}/addPassword", "{}"),
            ("DELETE", $"servicePrincipals/{owned.PrincipalId}", null),
            ("POST", $"servicePrincipals/{owned.PrincipalId}/addPassword", "{}"),
            ("POST", "servicePrincipals", $$"""{"appId":"{{owned.ClientId}}"}"""),
        })
        {
            var (status, body) = await SendAsync(token, method, "/v1.0/" + path, sent);
            status.ShouldBe(403, $"{method} {path}");
            body.Text("error", "code").ShouldBe("Authorization_RequestDenied");
            body.Text("error", "message").ShouldBe("Insufficient privileges to complete the operation.");
        }

        var reference = $$"""{"@odata.id":"https://graph.microsoft.com/v1.0/directoryObjects/{{stranger.PrincipalId}}"}""";
        (await SendAsync(await AdministratorAsync(), "POST", $"/v1.0/applications/{owned.ApplicationId}/owners/$ref", reference)).Status.ShouldBe(204);
        (await SendAsync(token, "PATCH", $"/v1.0/applications/{owned.ApplicationId}", """{"displayName":"renamed"}""")).Status.ShouldBe(204);
        (await SendAsync(await AdministratorAsync(), "GET", $"/v1.0/servicePrincipals/{owned.PrincipalId}")).Body.Text("displayName").ShouldBe("renamed");
        (await SendAsync(token, "GET", $"/v1.0/applications/{owned.ApplicationId}/owners")).Body["value"]![0].Text("id").ShouldBe(stranger.PrincipalId);
    }

    [Fact]
    public async Task Writes_ByAnApplicationAdministrator_AreAllowed()
    {
        var client = await Entra.AddClientAsync();
        await Entra.Administration.AddRoleMemberAsync(new(Entra.Tenant, DirectoryRoles.ApplicationAdministrator, client.PrincipalId), TestDirectory.Cancelled);
        (await SendAsync(await Entra.TokenAsync(client, Graph), "POST", "/v1.0/applications", """{"displayName":"x"}""")).Status.ShouldBe(201);
    }

    [Fact]
    public async Task CredentialReset_RemovesTheOldSecret()
    {
        var client = await Entra.AddClientAsync();
        var token = await AdministratorAsync();
        var (_, app) = await SendAsync(token, "GET", $"/v1.0/applications(appId='{client.ClientId}')");
        var keyId = app["passwordCredentials"]![0].Text("keyId");
        (await SendAsync(token, "POST", $"/v1.0/applications/{client.ApplicationId}/removePassword", $$"""{"keyId":"{{keyId}}"}""")).Status.ShouldBe(204);
        (await SendAsync(token, "POST", $"/v1.0/applications/{client.ApplicationId}/removePassword", $$"""{"keyId":"{{keyId}}"}""")).Status.ShouldBe(400);
        var result = await Entra.Issuer.ForClientSecretAsync(Entra.Tenant, client.ClientId, client.Secret, Graph, TestDirectory.Cancelled);
        result.Error!.Number.ShouldBe(7000215);
    }

    [Fact]
    public async Task IdentifierUri_OfAnApplication_IsAnAudience_AndTakenOnce()
    {
        var token = await AdministratorAsync();
        var client = await Entra.AddClientAsync("api");
        var other = await Entra.AddClientAsync("other");
        const string Body = """{"identifierUris":["api://mine"],"api":{"requestedAccessTokenVersion":2}}""";
        (await SendAsync(token, "PATCH", $"/v1.0/applications/{client.ApplicationId}", Body)).Status.ShouldBe(204);
        (await SendAsync(token, "PATCH", $"/v1.0/applications/{other.ApplicationId}", Body)).Status.ShouldBe(400);
        var claims = Claims.Of(await Entra.TokenAsync(other, "api://mine"));
        claims.Text("aud").ShouldBe(client.ClientId);
        claims.Text("iss").ShouldBe($"https://login.microsoftonline.com/{Entra.Tenant}/v2.0");
    }

    [Fact]
    public async Task ManagedIdentity_CannotBeRemovedOrGivenASecret()
    {
        var identity = await Entra.Directory.EnsureManagedIdentityAsync(Entra.Tenant, TokenTests.IdentityId, ManagedIdentityKind.UserAssigned, TestDirectory.Cancelled);
        var token = await AdministratorAsync();
        var (_, shown) = await SendAsync(token, "GET", $"/v1.0/servicePrincipals/{identity.PrincipalId}");
        shown["alternativeNames"]!.ToJsonString().ShouldBe($$"""["isExplicit=True","{{TokenTests.IdentityId}}"]""");
        shown.Text("servicePrincipalType").ShouldBe("ManagedIdentity");
        (await SendAsync(token, "DELETE", $"/v1.0/servicePrincipals/{identity.PrincipalId}")).Status.ShouldBe(403);
        (await SendAsync(token, "POST", $"/v1.0/servicePrincipals/{identity.PrincipalId}/addPassword", "{}")).Status.ShouldBe(403);
    }

    [Theory]
    [InlineData("applications", true)]
    [InlineData("servicePrincipals", false)]
    public async Task Delete_ByAnAdministrator_EndsThePrincipalsTokens(string set, bool isApplication)
    {
        var client = await Entra.AddClientAsync();
        var living = await Entra.TokenAsync(client);
        Entra.Validator.Validate(living, Audience.ResourceManager).Error.ShouldBeNull();
        var id = isApplication ? client.ApplicationId : client.PrincipalId;
        (await SendAsync(await AdministratorAsync(), "DELETE", $"/v1.0/{set}/{id}")).Status.ShouldBe(204);
        (await SendAsync(await AdministratorAsync(), "DELETE", $"/v1.0/{set}/{id}")).Status.ShouldBe(404);
        Entra.Validator.Validate(living, Audience.ResourceManager).Error!.Code.ShouldBe("InvalidAuthenticationToken");
        var again = await Entra.Issuer.ForClientSecretAsync(Entra.Tenant, client.ClientId, client.Secret, Graph, TestDirectory.Cancelled);
        again.Error!.Number.ShouldBe(700016);
    }

    [Fact]
    public async Task Principal_Disabled_GetsNoTokensAndKeepsNone()
    {
        var client = await Entra.AddClientAsync();
        var living = await Entra.TokenAsync(client);
        Entra.Validator.Validate(living, Audience.ResourceManager).Error.ShouldBeNull();
        (await SendAsync(await AdministratorAsync(), "PATCH", $"/v1.0/servicePrincipals/{client.PrincipalId}", """{"accountEnabled":false}""")).Status.ShouldBe(204);
        Entra.Validator.Validate(living, Audience.ResourceManager).Error!.Code.ShouldBe("InvalidAuthenticationToken");
        var refused = await Entra.Issuer.ForClientSecretAsync(Entra.Tenant, client.ClientId, client.Secret, Graph, TestDirectory.Cancelled);
        (refused.Error!.Number, refused.Error.Text).ShouldBe((7000112, $"Application '{client.ClientId}'(client) is disabled."));
    }

    [Fact]
    public async Task Me_OfAServicePrincipal_NeedsDelegation()
    {
        var (status, body) = await SendAsync(await AdministratorAsync(), "GET", "/v1.0/me");
        status.ShouldBe(400);
        body.Text("error", "message").ShouldBe("/me request is only valid with delegated authentication flow.");
    }

    [Fact]
    public async Task Tenants_NeverSeeEachOther()
    {
        var other = await Entra.Administration.CreateTenantAsync("Other", "other.example", cancellationToken: TestDirectory.Cancelled);
        var foreign = await Entra.AddClientAsync("foreign", tenant: other.Id);
        var token = await AdministratorAsync();
        (await SendAsync(token, "GET", $"/v1.0/servicePrincipals/{foreign.PrincipalId}")).Status.ShouldBe(404);
        (await SendAsync(token, "GET", $"/v1.0/applications(appId='{foreign.ClientId}')")).Status.ShouldBe(404);
        (await SendAsync(token, "DELETE", $"/v1.0/applications/{foreign.ApplicationId}")).Status.ShouldBe(404);
        (await SendAsync(token, "GET", "/v1.0/applications")).Body["value"]!.AsArray().Select(app => app.Text("displayName")).ShouldNotContain("foreign");
        (await SendAsync(token, "GET", "/v1.0/organization")).Body["value"]!.AsArray().Single().Text("id").ShouldBe(Entra.Tenant);
        (await SendAsync(token, "POST", "/v1.0/directoryObjects/getByIds", $$"""{"ids":["{{foreign.PrincipalId}}"]}""")).Body["value"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task Request_WithoutAGraphToken_IsRefused()
    {
        (await SendAsync(null, "GET", "/v1.0/me")).Body.Text("error", "message").ShouldBe("Access token is empty.");
        var client = await Entra.AddClientAsync();
        var (status, body) = await SendAsync(await Entra.TokenAsync(client), "GET", "/v1.0/me");
        status.ShouldBe(401);
        body.Text("error", "code").ShouldBe("InvalidAuthenticationToken");
        body.Text("error", "message").ShouldBe("Access token validation failure. Invalid audience.");
    }

    [Fact]
    public async Task Request_NotUnderstood_IsRefused()
    {
        var token = await AdministratorAsync();
        (await SendAsync(token, "GET", "/v1.0/teapots")).Body.Text("error", "message").ShouldBe("Resource not found for the segment 'teapots'.");
        (await SendAsync(token, "POST", "/v1.0/applications", "{nonsense")).Status.ShouldBe(400);
        (await SendAsync(token, "POST", "/v1.0/applications", "{}")).Status.ShouldBe(400);
    }
}
