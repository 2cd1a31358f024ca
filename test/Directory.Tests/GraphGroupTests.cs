using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class GraphGroupTests : GraphTest
{
    [Fact]
    public async Task Members_ThroughGroups_AreSeenFromBothSides()
    {
        var (outer, inner, user) = (await AddGroupAsync("outer"), await AddGroupAsync("inner"), await AddUserAsync("ada"));
        await AskAsync(204, "POST", $"/v1.0/groups/{outer}/members/$ref", Reference(inner));
        await AskAsync(204, "POST", $"/v1.0/groups/{inner}/members/$ref", Reference(user));

        Values(await AskAsync(200, "GET", $"/v1.0/groups/{outer}/members"), "id").ShouldBe([inner]);
        Values(await AskAsync(200, "GET", $"/v1.0/groups/{outer}/transitiveMembers"), "id").ShouldBe([inner, user], ignoreOrder: true);
        Values(await AskAsync(200, "GET", $"/v1.0/users/{user}/memberOf"), "id").ShouldBe([inner]);
        Values(await AskAsync(200, "GET", $"/v1.0/users/{user}/transitiveMemberOf"), "id").ShouldBe([inner, outer], ignoreOrder: true);
        Texts(await AskAsync(200, "POST", $"/v1.0/users/{user}/getMemberGroups", """{"securityEnabledOnly": false}""")).ShouldBe([inner, outer], ignoreOrder: true);
        Texts(await AskAsync(200, "POST", $"/v1.0/directoryObjects/{user}/checkMemberGroups", $$"""{"groupIds": ["{{outer}}", "{{user}}"]}""")).ShouldBe([outer]);
    }

    [Fact]
    public async Task Groups_InEachOther_AreNoEndlessChain()
    {
        var (first, second) = (await AddGroupAsync("first"), await AddGroupAsync("second"));
        await AskAsync(204, "POST", $"/v1.0/groups/{first}/members/$ref", Reference(second));
        await AskAsync(204, "POST", $"/v1.0/groups/{second}/members/$ref", Reference(first));
        Values(await AskAsync(200, "GET", $"/v1.0/groups/{first}/transitiveMembers"), "id").ShouldBe([first, second], ignoreOrder: true);
    }

    [Fact]
    public async Task Member_OfItself_IsRefused()
    {
        var group = await AddGroupAsync("crew");
        (await AskAsync(400, "POST", $"/v1.0/groups/{group}/members/$ref", Reference(group))).Text("error", "message")!.ShouldContain("'members' reference");
    }

    [Fact]
    public async Task Member_AddedTwice_Unknown_OrAnApplication_IsRefused()
    {
        var (group, client) = (await AddGroupAsync("crew"), await Entra.AddClientAsync());
        var path = $"/v1.0/groups/{group}/members/$ref";
        await AskAsync(204, "POST", path, Reference(client.PrincipalId));
        (await AskAsync(400, "POST", path, Reference(client.PrincipalId))).Text("error", "message")
            .ShouldBe("One or more added object references already exist for the following modified properties: 'members'.");
        await AskAsync(400, "POST", path, Reference(client.ApplicationId));
        await AskAsync(404, "POST", path, Reference("33333333-3333-3333-3333-333333333333"));
        await AskAsync(204, "DELETE", $"/v1.0/groups/{group}/members/{client.PrincipalId}/$ref");
        await AskAsync(404, "DELETE", $"/v1.0/groups/{group}/members/{client.PrincipalId}/$ref");
    }

    [Fact]
    public async Task Members_BoundAtCreation_AreThere_AndExpanded()
    {
        var user = await AddUserAsync("ada");
        var bound = $$""", "members@odata.bind": ["https://graph.microsoft.com/v1.0/directoryObjects/{{user}}"], "owners@odata.bind": ["https://graph.microsoft.com/v1.0/users/{{user}}"]""";
        var group = await AddGroupAsync("crew", bound);
        var shown = await AskAsync(200, "GET", $"/v1.0/groups/{group}?$select=id&$expand=members($select=id),owners($select=displayName)");
        shown["members"]![0].Text("id").ShouldBe(user);
        shown["owners"]![0].Text("displayName").ShouldBe("ada");
        shown["members"]![0]!.AsObject().ContainsKey("displayName").ShouldBeFalse();
    }

    [Fact]
    public async Task Principal_Deleted_LeavesItsGroups()
    {
        var (group, client, user) = (await AddGroupAsync("crew"), await Entra.AddClientAsync(), await AddUserAsync("ada"));
        await AskAsync(204, "POST", $"/v1.0/groups/{group}/members/$ref", Reference(client.PrincipalId));
        await AskAsync(204, "POST", $"/v1.0/groups/{group}/members/$ref", Reference(user));
        await AskAsync(204, "POST", $"/v1.0/groups/{group}/owners/$ref", Reference(user));
        await AskAsync(204, "DELETE", $"/v1.0/applications/{client.ApplicationId}");
        await AskAsync(204, "DELETE", $"/v1.0/users/{user}");
        var record = Entra.Get<DirectoryIndex>().Groups.Find(DirectoryIndex.Key(Entra.Tenant, group))!;
        record.Members.ShouldBeEmpty();
        record.Owners.ShouldBeEmpty();
    }

    [Fact]
    public async Task Members_AddedAtOnce_AreAllThere()
    {
        var group = await AddGroupAsync("crew");
        var ids = new List<string>();
        for (var i = 0; i < 12; i++)
        {
            ids.Add((await Entra.AddClientAsync($"c{i}")).PrincipalId);
        }

        await Task.WhenAll(ids.Select(id => AskAsync(204, "POST", $"/v1.0/groups/{group}/members/$ref", Reference(id))));
        Entra.Get<DirectoryIndex>().Groups.Find(DirectoryIndex.Key(Entra.Tenant, group))!.Members.ShouldBe(ids, ignoreOrder: true);
    }

    [Theory]
    [InlineData("""{"displayName": "x", "mailNickname": "x", "securityEnabled": true}""", "mailEnabled")]
    [InlineData("""{"displayName": "x", "mailNickname": "x", "mailEnabled": true, "securityEnabled": true}""", "mailEnabled")]
    [InlineData("""{"displayName": "x", "mailNickname": "a b", "mailEnabled": false, "securityEnabled": true}""", "mailNickname")]
    public async Task Group_AgainstARule_IsRefusedByName(string body, string words) =>
        (await AskAsync(400, "POST", "/v1.0/groups", body)).Text("error", "message")!.ShouldContain(words);

    [Fact]
    public async Task LastOwner_ThatIsAUser_Stays()
    {
        var (group, first, second) = (await AddGroupAsync("crew"), await AddUserAsync("ada"), await AddUserAsync("bob"));
        await AskAsync(204, "POST", $"/v1.0/groups/{group}/owners/$ref", Reference(first));
        await AskAsync(400, "DELETE", $"/v1.0/groups/{group}/owners/{first}/$ref");
        await AskAsync(204, "POST", $"/v1.0/groups/{group}/owners/$ref", Reference(second));
        await AskAsync(204, "DELETE", $"/v1.0/groups/{group}/owners/{first}/$ref");
    }

    private static IEnumerable<string> Texts(JsonObject body) => body["value"]!.AsArray().Select(item => item!.GetValue<string>());
}
