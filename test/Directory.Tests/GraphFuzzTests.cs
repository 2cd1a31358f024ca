using CsCheck;
using Verditer.Core;

namespace Verditer.Directory.Tests;

/// <summary>Whatever is asked of Graph, and however it is said, the answer is Graph's.</summary>
public sealed class GraphFuzzTests : GraphTest
{
    private const int Requests = 1500;

    private static readonly string[] Methods = ["GET", "POST", "PATCH", "DELETE"];

    private static readonly string[] Segments =
        ["applications", "users", "me", "deletedItems", "members", "$ref", "$count", "$batch", "addPassword", "{principal}", "(appId='{client}')", "(", "x(y", "%00", "'"];

    private static readonly string[] Keys = ["{app}", "{principal}", "{group}", "{user}", "appId={client}", "name=main", "unknown", "'", "é"];

    private static readonly string[] QueryOptions =
        ["$filter=", "$select=", "$top=", "$orderby=", "$search=", "$expand=", "$count=", "$skiptoken=", "$filter=displayName eq 'a'", "$expand=owners", "$top=2", "$select=id", "=", "$orderby=id desc"];

    private static readonly string[] Properties =
    [
        "displayName", "appId", "api", "web", "spa", "identifierUris", "keyCredentials", "passwordCredentials", "passwordCredential", "passwordProfile", "accountEnabled",
        "userPrincipalName", "mailNickname", "mailEnabled", "securityEnabled", "groupTypes", "appRoles", "requiredResourceAccess", "signInAudience", "owners@odata.bind",
        "members@odata.bind", "@odata.id", "keyId", "ids", "types", "groupIds", "principalId", "resourceId", "appRoleId", "roleDefinitionId", "directoryScopeId",
        "clientId", "consentType", "scope", "name", "issuer", "subject", "audiences", "requests", "isAssignableToRole", "publicClient", "optionalClaims", "tags",
    ];

    private static readonly string[] Literals =
    [
        "null", "true", "0", "-1.5e300", "\"\"", "\"x\"", "\"{app}\"", "\"{principal}\"", "\"{group}\"", "\"{user}\"", "\"https://x/{principal}\"", "[]", "[null]", "[1]", "[\"x\"]", "[{}]",
        "{}", "{\"redirectUris\": 1}", "{\"password\": 1}", "{\"requestedAccessTokenVersion\": \"x\"}", "[{\"id\": 1}]", "[{\"resourceAppId\": null}]", "[{\"key\": \"AAAA\"}]",
        "{\"endDateTime\": \"x\"}", "\"2026-13-45\"", "[[[]]]", "\"\\u0000\"",
    ];

    private static readonly Gen<string> Query = Pick(QueryOptions).Array[0, 3].Select(parts => string.Join('&', parts));
    private static readonly Gen<string> Body = Gen.Select(Pick(Properties), Pick(Literals), (name, value) => (Name: name, Value: value)).Array[0, 6]
        .Select(pairs => "{" + string.Join(',', pairs.DistinctBy(pair => pair.Name).Select(pair => $"\"{pair.Name}\": {pair.Value}")) + "}");

    [Fact]
    public async Task AnyRequest_IsAnswered_WithoutAFault()
    {
        var client = await Entra.AddClientAsync();
        var (group, user, token) = (await AddGroupAsync("crew"), await AddUserAsync("ada"), await AdministratorAsync());
        foreach (var (method, path, query, body) in Requested(Routes(), client, group, user))
        {
            var (status, answer) = await SendForTextAsync(token, method, $"/v1.0/{path}?{query}", method == "GET" ? null : body, eventual: true);
            status.ShouldBeLessThan(500, $"{method} {path}?{query}\n{body}");
            if (status >= 400 && answer.StartsWith('{'))
            {
                Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(answer)).Text("error", "code").ShouldNotBeNullOrEmpty();
            }
        }
    }

    /// <summary>All operations but those that would take the objects away from the others.</summary>
    private List<GraphRoute> Routes() => [.. Entra.Get<IEnumerable<IGraphRoutes>>().SelectMany(part => part.Routes)
        .Where(route => route.Method != "DELETE" || route.Pattern.Split('/').Length > 2)];

    private static List<(string Method, string Path, string Query, string Body)> Requested(
        IReadOnlyList<GraphRoute> routes, TestClient client, string group, string user)
    {
        var requests = new List<(string, string, string, string)>();
        var known = Gen.Select(Gen.Int[0, routes.Count - 1], Pick(Keys).Array[3], (i, keys) => (
            routes[i].Method, Path: keys.Aggregate(routes[i].Pattern, (path, key) => path.Contains("{}", StringComparison.Ordinal) ? Replace(path, key) : path)));
        var unknown = Gen.Select(Pick(Methods), Pick(Segments).Array[1, 5], (method, parts) => (Method: method, Path: string.Join('/', parts)));
        Gen.Select(Gen.Frequency((9, known), (1, unknown)), Query, Body).Sample(
            each =>
            {
                requests.Add((each.Item1.Method, Fill(each.Item1.Path), each.Item2, Fill(each.Item3)));
            },
            iter: Requests, threads: 1);
        return requests;

        string Fill(string text) => text
            .Replace("{app}", client.ApplicationId, StringComparison.Ordinal).Replace("{principal}", client.PrincipalId, StringComparison.Ordinal)
            .Replace("{client}", client.ClientId, StringComparison.Ordinal).Replace("{group}", group, StringComparison.Ordinal).Replace("{user}", user, StringComparison.Ordinal);
    }

    private static string Replace(string path, string key) => path.IndexOf("{}", StringComparison.Ordinal) is var at ? path[..at] + key + path[(at + 2)..] : path;

    private static Gen<string> Pick(IReadOnlyList<string> words) => Gen.Int[0, words.Count - 1].Select(i => words[i]);
}
