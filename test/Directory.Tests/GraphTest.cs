using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Verditer.Core;

namespace Verditer.Directory.Tests;

/// <summary>A test that asks Graph: over HTTP with real tokens, or at its router as somebody.</summary>
public abstract class GraphTest : DirectoryTest
{
    protected const string Graph = "https://graph.microsoft.com/";

    private const string SomePassword = "Sunny-Harbour-42";

    protected Task<string> AdministratorAsync() =>
        Entra.TokenAsync(new(Entra.Bootstrap.ClientId, Entra.Bootstrap.PrincipalId, "", Entra.Bootstrap.Secret!), Graph);

    /// <summary>A request of the administrator, which must be answered with this status.</summary>
    protected async Task<JsonObject> AskAsync(int status, string method, string path, string? body = null, bool eventual = false)
    {
        var answer = await SendAsync(await AdministratorAsync(), method, path, body, eventual);
        answer.Status.ShouldBe(status, $"{method} {path}: {answer.Body.ToJsonString()}");
        return answer.Body;
    }

    protected async Task<(int Status, JsonObject Body)> SendAsync(string? token, string method, string path, string? body = null, bool eventual = false)
    {
        var (status, text) = await SendForTextAsync(token, method, path, body, eventual);
        return (status, text.StartsWith('{') ? Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(text)) : []);
    }

    protected async Task<(int Status, string Body)> SendForTextAsync(string? token, string method, string path, string? body = null, bool eventual = false)
    {
        using var request = new HttpRequestMessage(new(method), path);
        if (token is not null)
        {
            request.Headers.Authorization = new("Bearer", token);
        }

        if (eventual)
        {
            request.Headers.Add("ConsistencyLevel", "eventual");
        }

        if (body is not null)
        {
            request.Content = new StringContent(body, null, "application/json");
        }

        using var response = await Entra.Http.SendAsync(request, TestDirectory.Cancelled);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestDirectory.Cancelled));
    }

    /// <summary>A request in a user's name, past the check of the token.</summary>
    private protected Task<GraphAnswer> AskAsUserAsync(string userId, string method, string path, string? body = null)
    {
        var index = Entra.Get<DirectoryIndex>();
        var user = index.Users.Find(DirectoryIndex.Key(Entra.Tenant, userId))!;
        var caller = new Caller(
            Entra.Tenant, userId, "04b07795-8ddb-461a-bbee-02f9e1bf7b46", user.UserPrincipalName, PrincipalKind.User,
            index.GroupsOf(Entra.Tenant, userId), Entra.Time.GetUtcNow().AddHours(1));
        var question = path.IndexOf('?', StringComparison.Ordinal);
        return Entra.Get<GraphRouter>().AnswerAsync(method, new(
            caller, question < 0 ? path : path[..question], body is null ? [] : Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(body)),
            new QueryCollection(question < 0 ? [] : QueryHelpers.ParseQuery(path[question..])), "https://graph.microsoft.com/v1.0", false, "a-request"));
    }

    /// <summary>A user, by the administrator's request; answers the object id.</summary>
    protected async Task<string> AddUserAsync(string name, string password = SomePassword) => (await AskAsync(201, "POST", "/v1.0/users", $$"""
        {
          "accountEnabled": true, "displayName": "{{name}}", "mailNickname": "{{name}}", "userPrincipalName": "{{name}}@verditer.onmicrosoft.com",
          "passwordProfile": {"password": "{{password}}", "forceChangePasswordNextSignIn": false}
        }
        """)).Text("id")!;

    protected async Task<string> AddGroupAsync(string name, string more = "") => (await AskAsync(201, "POST", "/v1.0/groups", $$"""
        {"displayName": "{{name}}", "mailEnabled": false, "mailNickname": "{{name.Replace(' ', '-')}}", "securityEnabled": true{{more}}}
        """)).Text("id")!;

    protected static string Reference(string id) => $$"""{"@odata.id": "https://graph.microsoft.com/v1.0/directoryObjects/{{id}}"}""";

    protected static IEnumerable<string?> Values(JsonObject page, string property) => page["value"]!.AsArray().Select(item => item.Text(property));

    /// <summary>Gives an application a permission on Graph.</summary>
    private protected async Task PermitAsync(TestClient client, string permission)
    {
        var resource = (await AskAsync(200, "GET", $"/v1.0/servicePrincipals(appId='{ProtectedResource.Graph.AppId}')")).Text("id");
        var role = MicrosoftGraphPermissions.AppRoles.First(each => each.Value == permission).Id;
        await AskAsync(201, "POST", $"/v1.0/servicePrincipals/{client.PrincipalId}/appRoleAssignments",
            $$"""{"principalId": "{{client.PrincipalId}}", "resourceId": "{{resource}}", "appRoleId": "{{role}}"}""");
    }
}
