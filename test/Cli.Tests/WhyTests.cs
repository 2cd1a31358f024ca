using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.Cli.Tests;

public sealed class WhyTests : RunningTest
{
    private string Group => $"/subscriptions/{Host.Principal.SubscriptionId}/resourceGroups/rg";

    [Fact]
    public async Task Why_BeforeAnythingWasRefused_SaysSo()
    {
        (await Verditer.RunAsync("why")).ShouldBe(1);
        Verditer.Error.ShouldContain("Nothing was refused yet");
        (await Verditer.RunAsync("why", Guid.NewGuid().ToString())).ShouldBe(1);
        Verditer.Error.ShouldContain("verditer events --refusals");
        (await Verditer.RunAsync("why", "12345678", "--last")).ShouldBe(1);
    }

    [Fact]
    public async Task Why_OfARefusal_TellsTheChain_AndTheCommandsMendIt()
    {
        var app = await AddApplicationAsync();
        using var arm = await ClientAsync(app, "https://management.azure.com/");
        using var refused = await arm.GetAsync($"{Group}?api-version=2021-04-01");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var id = refused.Headers.GetValues("x-ms-request-id").Single();

        (await Verditer.RunAsync("why", id)).ShouldBe(0);
        Verditer.Out.ShouldContain($"object id {app.PrincipalId}, client id {app.AppId}");
        Verditer.Out.ShouldContain("Action      Microsoft.Resources/subscriptions/resourceGroups/read");
        Verditer.Out.ShouldContain($"Scope       {Group}");
        Verditer.Out.ShouldContain("it has no role assignment at all");

        (await Verditer.RunAsync("why", "--last", "--output", "json")).ShouldBe(0);
        var report = Verditer.Json();
        report.Text("id").ShouldBe(id);
        report["commands"]!.AsArray().Select(c => c.Text("command")).ShouldAllBe(c =>
            c!.StartsWith($"az role assignment create --assignee-object-id {app.PrincipalId} --assignee-principal-type ServicePrincipal --role ")
            && c.EndsWith($" --scope /subscriptions/{Host.Principal.SubscriptionId}"));
        report["commands"]!.AsArray().Count.ShouldBe(3);
        (await Verditer.RunAsync("why", id[..8])).ShouldBe(0);
    }

    [Fact]
    public async Task Why_OfAFailedSignIn_ByItsTraceId_NamesTheEndOfTheSecret()
    {
        var app = await AddApplicationAsync(TimeSpan.FromHours(1));
        (await Verditer.RunAsync("clock", "advance", "2h")).ShouldBe(0);
        var answer = await SignInAsync(app, "https://management.azure.com/");
        answer["error_codes"]![0]!.GetValue<int>().ShouldBe(7000222);

        (await Verditer.RunAsync("why", answer.Text("trace_id")!, "--output", "json")).ShouldBe(0);
        var report = Verditer.Json();
        report["findings"]!.AsArray().Select(f => f.Text("name")).ShouldBe(["expired-secret", "clock-moved"]);
        report["commands"]![0].Text("command").ShouldBe($"az ad app credential reset --id {app.AppId} --append");
        (await Verditer.RunAsync("why", answer.Text("correlation_id")!)).ShouldBe(0);
        Verditer.Out.ShouldContain("[expired-secret]");
        Verditer.Out.ShouldNotContain(app.Secret);
    }

    [Fact]
    public async Task Why_OfGraph_NamesTheRightInTheDirectory_AndTheAnswerNamesTheCommand()
    {
        var app = await AddApplicationAsync();
        using var graph = await ClientAsync(app, "https://graph.microsoft.com/");
        using var refused = await graph.PostAsync("v1.0/users", new StringContent("{}", null, "application/json"));
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var id = refused.Headers.GetValues("request-id").Single();
        Json.ParseObject(await refused.Content.ReadAsByteArrayAsync()).At("error", "details")![0].Text("message").ShouldBe($"verditer why {id}");

        (await Verditer.RunAsync("why", id)).ShouldBe(0);
        Verditer.Out.ShouldContain("[missing-graph-permission]");
        Verditer.Out.ShouldContain("User Administrator");
        Verditer.Out.ShouldContain("User.ReadWrite.All");
    }

    [Fact]
    public async Task Why_OfInstanceMetadata_NamesTheMachineAndWhatItCarries()
    {
        var machine = new MetadataMachine("node-1", $"{Group}/providers/Microsoft.Compute/virtualMachineScaleSets/set", null);
        var socket = await Host.Services.GetRequiredService<IMetadataListeners>().OpenAsync(machine);
        using var client = Wire.ToSocket(socket);
        client.DefaultRequestHeaders.Add("Metadata", "true");
        using var refused = await client.GetAsync("metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/&client_id=someone");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        (await Verditer.RunAsync("why", refused.Headers.GetValues("x-ms-request-id").Single())).ShouldBe(0);
        Verditer.Out.ShouldContain("[identity-not-on-machine]");
        Verditer.Out.ShouldContain("client_id=someone");
        Verditer.Out.ShouldContain(machine.OwnerResourceId);
    }

    [Fact]
    public async Task Why_OfInstanceMetadataOnTheHost_NamesTheWayOn()
    {
        using var client = Wire.Client(Host, new StatePaths(Verditer.Folder));
        client.DefaultRequestHeaders.Add("Metadata", "true");
        using var refused = await client.GetAsync("http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Verditer.RunAsync("why")).ShouldBe(0);
        Verditer.Out.ShouldContain("[host-has-no-identity]");
        Verditer.Out.ShouldContain("verditer run --as-node NODE -- COMMAND");
    }

    [Fact]
    public async Task Can_AnswersByItsExitCode_AndFindsPrincipalsByAnyName()
    {
        const string Read = "Microsoft.Resources/subscriptions/resourceGroups/read";
        var app = await AddApplicationAsync();
        foreach (var name in (string[])[app.AppId, app.PrincipalId, "app"])
        {
            (await Verditer.RunAsync("can", name, Read, Group, "--output", "json")).ShouldBe(1);
            Verditer.Json()["principal"].Text("objectId").ShouldBe(app.PrincipalId);
        }

        (await Verditer.RunAsync("can", Host.Principal.ClientId, Read, Group)).ShouldBe(0);
        Verditer.Out.ShouldStartWith("Yes, by ");
        (await Verditer.RunAsync("can", Host.Principal.ClientId, "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", Group, "--data")).ShouldBe(1);
        (await Verditer.RunAsync("can", "nobody", Read, Group)).ShouldBe(1);
        Verditer.Error.ShouldContain("no principal 'nobody'");
        (await Verditer.RunAsync("can", app.AppId, Read, "rg")).ShouldBe(1);
        Verditer.Error.ShouldContain("is not a scope");
        var other = await AddApplicationAsync();
        (await Verditer.RunAsync("can", "app", Read, Group)).ShouldBe(1);
        Verditer.Error.ShouldContain(app.PrincipalId);
        Verditer.Error.ShouldContain(other.PrincipalId);
    }

    [Fact]
    public async Task WhoCanAndRoles_SayTheSame()
    {
        (await Verditer.RunAsync("who-can", "Microsoft.Resources/subscriptions/resourceGroups/write", Group, "--output", "json")).ShouldBe(0);
        var holder = Verditer.Json()["holders"]!.AsArray().Single(h => h.Text("name") == "verditer-bootstrap");
        holder.Text("role").ShouldBe("Owner");

        (await Verditer.RunAsync("roles", Host.Principal.ClientId, "--output", "json")).ShouldBe(0);
        Verditer.Json()["roles"]!.AsArray().Select(r => r.Text("roleAssignmentId")).ShouldContain(holder.Text("roleAssignmentId"));
        Verditer.Json()["principal"].Text("objectId").ShouldBe(holder.Text("principalId"));
    }

    [Fact]
    public async Task Roles_OfSomebodyWithout_SaysSo()
    {
        var app = await AddApplicationAsync();

        (await Verditer.RunAsync("roles", app.AppId)).ShouldBe(0);

        Verditer.Out.ShouldContain("no role");
    }

    [Fact]
    public async Task Events_AreOneStream_ByKindAndTime()
    {
        var app = await AddApplicationAsync();
        using var arm = await ClientAsync(app, "https://management.azure.com/");
        (await arm.GetAsync($"{Group}?api-version=2021-04-01")).Dispose();

        (await Verditer.RunAsync("events", "--output", "json")).ShouldBe(0);
        JsonNode.Parse(Verditer.Out)!.AsArray().Select(e => e.Text("kind")).Distinct().ShouldBe(["audit", "signIn", "refusal"], ignoreOrder: true);
        (await Verditer.RunAsync("events", "--refusals")).ShouldBe(0);
        Verditer.Out.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("AuthorizationFailed  app  GET");
        (await Verditer.RunAsync("clock", "advance", "1d")).ShouldBe(0);
        (await Verditer.RunAsync("events", "--since", "1h")).ShouldBe(0);
        Verditer.Out.ShouldBeEmpty();
        (await Verditer.RunAsync("events", "--since", "2d", "--signins")).ShouldBe(0);
        Verditer.Out.ShouldContain("succeeded");
    }

    private Task<OwnedApplication> AddApplicationAsync(TimeSpan? lifetime = null) => Host.Services.GetRequiredService<IDirectory>().EnsureOwnedApplicationAsync(
        Host.Principal.TenantId, Guid.NewGuid().ToString(), "app", Guid.NewGuid().ToString(), lifetime ?? TimeSpan.FromDays(365));

    private async Task<HttpClient> ClientAsync(OwnedApplication app, string resource)
    {
        var client = Wire.Client(Host, new StatePaths(Verditer.Folder));
        client.BaseAddress = new Uri(resource);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await SignInAsync(app, resource)).Text("access_token"));
        return client;
    }

    private async Task<JsonObject> SignInAsync(OwnedApplication app, string resource)
    {
        using var client = Wire.Client(Host, new StatePaths(Verditer.Folder));
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", app.AppId), new("client_secret", app.Secret), new("scope", $"{resource}.default"),
        ]);
        using var answer = await client.PostAsync($"https://login.microsoftonline.com/{Host.Principal.TenantId}/oauth2/v2.0/token", form);
        return Json.ParseObject(await answer.Content.ReadAsByteArrayAsync());
    }
}
