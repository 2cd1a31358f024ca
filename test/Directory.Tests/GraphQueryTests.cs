using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class GraphQueryTests : GraphTest
{
    private readonly KeptRefusals _refusals = [];

    protected override void Configure(IServiceCollection services) => services.AddSingleton<IRefusalLog>(_refusals);

    [Fact]
    public async Task Pages_WhileObjectsComeAndGo_ShowEachOfTheOthersOnce()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await AddGroupAsync($"g{i}"));
            Entra.Time.Advance(TimeSpan.FromSeconds(1));
        }

        var first = await AskAsync(200, "GET", "/v1.0/groups?$top=2");
        await AskAsync(204, "DELETE", $"/v1.0/groups/{ids[0]}");
        await AskAsync(204, "DELETE", $"/v1.0/groups/{ids[1]}");
        var second = await AskAsync(200, "GET", first.Text("@odata.nextLink")!);
        var third = await AskAsync(200, "GET", second.Text("@odata.nextLink")!);

        Values(first, "displayName").ShouldBe(["g0", "g1"]);
        Values(second, "displayName").ShouldBe(["g2", "g3"]);
        Values(third, "displayName").ShouldBe(["g4"]);
        third.Text("@odata.nextLink").ShouldBeNull();
    }

    [Fact]
    public async Task Order_IsThatOfOrderby()
    {
        foreach (var name in (string[])["beta", "alpha", "gamma"])
        {
            await AddGroupAsync(name);
        }

        Values(await AskAsync(200, "GET", "/v1.0/groups?$orderby=displayName desc"), "displayName").ShouldBe(["gamma", "beta", "alpha"]);
        Values(await AskAsync(200, "GET", "/v1.0/groups?$orderby=displayName&$top=2"), "displayName").ShouldBe(["alpha", "beta"]);
        await AskAsync(400, "GET", "/v1.0/groups?$orderby=displayName sideways");
    }

    [Fact]
    public async Task AdvancedQueries_NeedTheConsistencyLevel()
    {
        await AddGroupAsync("alpha one");
        await AddGroupAsync("beta");
        foreach (var query in (string[])["$filter=endswith(displayName,'a')", "$filter=displayName ne 'x'", "$search=\"displayName:al\"", "$filter=displayName eq 'x'&$orderby=displayName"])
        {
            (await AskAsync(400, "GET", "/v1.0/groups?" + query)).Text("error", "code").ShouldBe("Request_UnsupportedQuery", query);
        }

        Values(await AskAsync(200, "GET", "/v1.0/groups?$filter=endswith(displayName,'one')", eventual: true), "displayName").ShouldBe(["alpha one"]);
        Values(await AskAsync(200, "GET", "/v1.0/groups?$search=\"displayName:on\"", eventual: true), "displayName").ShouldBe(["alpha one"]);
        (await AskAsync(400, "GET", "/v1.0/groups?$search=displayName:al", eventual: true)).Text("error", "code").ShouldBe("BadRequest");
    }

    [Fact]
    public async Task Count_IsGivenToAdvancedQueriesOnly()
    {
        await AddGroupAsync("alpha");
        await AddGroupAsync("beta");
        (await AskAsync(200, "GET", "/v1.0/groups?$count=true&$top=1", eventual: true)).Number("@odata.count").ShouldBe(2);
        (await AskAsync(200, "GET", "/v1.0/groups?$count=true")).ContainsKey("@odata.count").ShouldBeFalse();
        var (status, text) = await SendForTextAsync(await AdministratorAsync(), "GET", "/v1.0/groups/$count", eventual: true);
        (status, text).ShouldBe((200, "2"));
        await AskAsync(400, "GET", "/v1.0/groups/$count");
    }

    [Theory]
    [InlineData("$top=0")]
    [InlineData("$top=1000")]
    [InlineData("$top=x")]
    [InlineData("$skiptoken=abc")]
    [InlineData("$skiptoken=eyJhIjoxfQ")]
    [InlineData("$expand=nonsense")]
    [InlineData("$expand=owners($top=1)")]
    public async Task Option_NotUnderstood_IsRefused(string query) => await AskAsync(400, "GET", "/v1.0/groups?" + query);

    [Fact]
    public async Task Batch_IsCarriedOutInOrder_AndNotPastAFailedStep()
    {
        var answer = await AskAsync(200, "POST", "/v1.0/$batch", """
            {"requests": [
              {"id": "1", "method": "POST", "url": "/groups", "headers": {"Content-Type": "application/json"},
               "body": {"displayName": "made", "mailNickname": "made", "mailEnabled": false, "securityEnabled": true}},
              {"id": "2", "method": "GET", "url": "/groups?$filter=displayName eq 'made'&$select=displayName"},
              {"id": "3", "method": "GET", "url": "/groups/unknown"},
              {"id": "4", "method": "GET", "url": "/groups", "dependsOn": ["3"]}
            ]}
            """);
        var responses = answer["responses"]!.AsArray();
        responses.Select(response => response.Number("status")).ShouldBe([201, 200, 404, 424]);
        responses[1]!["body"]!["value"]![0].Text("displayName").ShouldBe("made");
        responses[2].Text("body", "error", "code").ShouldBe("Request_ResourceNotFound");
    }

    [Theory]
    [InlineData("""{"requests": []}""")]
    [InlineData("""{"requests": [{"id": "1", "method": "GET"}]}""")]
    [InlineData("""{"requests": [{"id": "1", "method": "GET", "url": "/me"}, {"id": "1", "method": "GET", "url": "/me"}]}""")]
    public async Task Batch_NotWellFormed_IsRefused(string body) => await AskAsync(400, "POST", "/v1.0/$batch", body);

    [Fact]
    public async Task Filter_AnsweredByAnIndex_StillDecidesWhole()
    {
        var (first, second) = (await Entra.AddClientAsync("first"), await Entra.AddClientAsync("second"));
        foreach (var (filter, names) in (ValueTuple<string, string[]>[])
        [
            ($"appId eq '{first.ClientId}'", ["first"]),
            ($"appId eq '{first.ClientId.ToUpperInvariant()}' and startswith(displayName,'f')", ["first"]),
            ($"appId eq '{first.ClientId}' and displayName eq 'second'", []),
            ($"appId eq '{first.ClientId}' or appId eq '{second.ClientId}'", ["first", "second"]),
            ($"id eq '{second.PrincipalId}'", ["second"]),
            ($"servicePrincipalNames/any(c:c eq '{second.ClientId}')", ["second"]),
            ("appId eq null", []),
        ])
        {
            Values(await AskAsync(200, "GET", "/v1.0/servicePrincipals?$filter=" + filter), "displayName").ShouldBe(names, ignoreOrder: true, filter);
        }
    }

    [Fact]
    public async Task Batch_IsNoWayRoundPermissions()
    {
        var client = await Entra.AddClientAsync();
        var (_, answer) = await SendAsync(await Entra.TokenAsync(client, Graph), "POST", "/v1.0/$batch", """{"requests": [{"id": "1", "method": "GET", "url": "/users"}]}""");
        answer["responses"]![0].Number("status").ShouldBe(403);
    }

    [Fact]
    public async Task Batch_RefusalOfAStep_IsKeptUnderTheIdThatTheStepShows()
    {
        var client = await Entra.AddClientAsync();
        var (_, answer) = await SendAsync(await Entra.TokenAsync(client, Graph), "POST", "/v1.0/$batch",
            """{"requests": [{"id": "1", "method": "GET", "url": "/users?$top=1"}, {"id": "2", "method": "GET", "url": "/nothing"}]}""");

        var kept = _refusals.ShouldHaveSingleItem();
        kept.Id.ShouldBe(answer["responses"]![0].Text("body", "error", "innerError", "request-id"));
        (kept.Method, kept.Path, kept.Status, kept.Caller!.ObjectId).ShouldBe(("GET", "/v1.0/users", 403, client.PrincipalId));
        kept.Facts![RefusalFacts.GraphPermissions].ShouldContain("User.Read.All");
        answer["responses"]![0]!["body"]!["error"]!["details"]![0].Text("message").ShouldBe("verditer why " + kept.Id);
    }

    [Fact]
    public async Task Method_NotAllowed_IsTold() => await AskAsync(405, "PUT", "/v1.0/groups");
}
