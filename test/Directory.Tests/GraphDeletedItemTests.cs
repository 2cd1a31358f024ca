using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class GraphDeletedItemTests : GraphTest
{
    private const string Path = "/v1.0/directory/deletedItems";

    [Fact]
    public async Task Application_Restored_SignsInAgain_WithItsPrincipalAndItsGroups()
    {
        var (client, group) = (await Entra.AddClientAsync(), await AddGroupAsync("crew"));
        await AskAsync(204, "POST", $"/v1.0/groups/{group}/members/$ref", Reference(client.PrincipalId));
        await AskAsync(204, "DELETE", $"/v1.0/applications/{client.ApplicationId}");
        await AskAsync(404, "GET", $"/v1.0/servicePrincipals/{client.PrincipalId}");
        Values(await AskAsync(200, "GET", $"{Path}/microsoft.graph.application"), "id").ShouldBe([client.ApplicationId]);
        (await AskAsync(200, "GET", $"{Path}/{client.PrincipalId}")).Text("deletedDateTime").ShouldBe("2026-03-01T12:00:00Z");

        (await AskAsync(200, "POST", $"{Path}/{client.ApplicationId}/restore")).Text("appId").ShouldBe(client.ClientId);

        await Entra.TokenAsync(client);
        Values(await AskAsync(200, "GET", $"/v1.0/groups/{group}/members"), "id").ShouldBe([client.PrincipalId]);
        (await AskAsync(200, "GET", $"{Path}/microsoft.graph.servicePrincipal"))["value"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task ServicePrincipal_DeletedAlone_IsRestoredAlone_ButNotWithoutItsApplication()
    {
        var client = await Entra.AddClientAsync();
        await AskAsync(204, "DELETE", $"/v1.0/servicePrincipals/{client.PrincipalId}");
        await AskAsync(200, "POST", $"{Path}/{client.PrincipalId}/restore");
        await AskAsync(204, "DELETE", $"/v1.0/applications/{client.ApplicationId}");
        await AskAsync(400, "POST", $"{Path}/{client.PrincipalId}/restore");
    }

    [Fact]
    public async Task User_WhoseNameWasTakenMeanwhile_StaysDeleted()
    {
        var user = await AddUserAsync("ada");
        await AskAsync(204, "DELETE", $"/v1.0/users/{user}");
        var other = await AddUserAsync("ada");
        await AskAsync(400, "POST", $"{Path}/{user}/restore");
        await AskAsync(204, "DELETE", $"/v1.0/users/{other}");
        await AskAsync(200, "POST", $"{Path}/{user}/restore");
    }

    [Fact]
    public async Task ApplicationOfAService_ThatWasMadeAnew_StaysDeleted()
    {
        Task<OwnedApplication> EnsureAsync() => Entra.Directory.EnsureOwnedApplicationAsync(
            Entra.Tenant, "cluster", "aks", Entra.Bootstrap.PrincipalId, TimeSpan.FromDays(365), TestDirectory.Cancelled);
        var first = await EnsureAsync();
        await AskAsync(204, "DELETE", $"/v1.0/applications/{first.ApplicationObjectId}");
        (await EnsureAsync()).AppId.ShouldNotBe(first.AppId);
        await AskAsync(400, "POST", $"{Path}/{first.ApplicationObjectId}/restore");
    }

    [Fact]
    public async Task Object_AfterThirtyDays_IsGone()
    {
        var (group, other) = (await AddGroupAsync("crew"), await AddGroupAsync("other"));
        await AskAsync(204, "DELETE", $"/v1.0/groups/{group}");
        Entra.Time.Advance(TimeSpan.FromDays(30));
        await AskAsync(404, "POST", $"{Path}/{group}/restore");
        await AskAsync(204, "DELETE", $"/v1.0/groups/{other}");
        Entra.Get<DirectoryIndex>().DeletedObjects.Find(DirectoryIndex.Key(Entra.Tenant, group)).ShouldBeNull();
    }

    [Fact]
    public async Task Object_RemovedForGood_CannotBeRestored_EvenAfterARestart()
    {
        var (group, kept) = (await AddGroupAsync("crew"), await AddGroupAsync("kept"));
        await AskAsync(204, "DELETE", $"/v1.0/groups/{group}");
        await AskAsync(204, "DELETE", $"/v1.0/groups/{kept}");
        await AskAsync(204, "DELETE", $"{Path}/{group}");
        var secret = Entra.Bootstrap.Secret!;
        await RestartAsync();
        var token = await Entra.TokenAsync(new(Entra.Bootstrap.ClientId, Entra.Bootstrap.PrincipalId, "", secret), Graph);
        (await SendAsync(token, "POST", $"{Path}/{group}/restore")).Status.ShouldBe(404);
        (await SendAsync(token, "POST", $"{Path}/{kept}/restore")).Status.ShouldBe(200);
    }
}
