using System.Net;
using System.Net.Http.Headers;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.Cli.Tests;

public sealed class WhyTests : IAsyncLifetime
{
    private readonly CommandLine _verditer = new();
    private VerditerHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await _verditer.StartHostAsync();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _verditer.Dispose();
    }

    private string Group => $"/subscriptions/{_host.Principal.SubscriptionId}/resourceGroups/rg";

    [Fact]
    public async Task Why_BeforeAnythingWasRefused_SaysSo()
    {
        (await _verditer.RunAsync("why")).ShouldBe(1);
        _verditer.Error.ShouldContain("Nothing was refused yet");
        (await _verditer.RunAsync("why", Guid.NewGuid().ToString())).ShouldBe(1);
        _verditer.Error.ShouldContain("verditer events --refusals");
        (await _verditer.RunAsync("why", "12345678", "--last")).ShouldBe(1);
    }

    [Fact]
    public async Task Why_OfARefusal_TellsTheChain_AndTheCommandsMendIt()
    {
        var app = await AddApplicationAsync();
        using var arm = await ClientAsync(app, "https://management.azure.com/");
        using var refused = await arm.GetAsync($"{Group}?api-version=2021-04-01");
        refused.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var id = refused.Headers.GetValues("x-ms-request-id").Single();

        (await _verditer.RunAsync("why", id)).ShouldBe(0);
        _verditer.Out.ShouldContain($"object id {app.PrincipalId}, client id {app.AppId}");
        _verditer.Out.ShouldContain("Action      Microsoft.Resources/subscriptions/resourceGroups/read");
        _verditer.Out.ShouldContain($"Scope       {Group}");
        _verditer.Out.ShouldContain("it has no role assignment at all");

        (await _verditer.RunAsync("why", "--last", "--output", "json")).ShouldBe(0);
        var report = _verditer.Json();
        report.Text("id").ShouldBe(id);
        report["commands"]!.AsArray().Select(c => c.Text("command")).ShouldAllBe(c =>
            c!.StartsWith($"az role assignment create --assignee-object-id {app.PrincipalId} --assignee-principal-type ServicePrincipal --role ")
            && c.EndsWith($" --scope /subscriptions/{_host.Principal.SubscriptionId}"));
        report["commands"]!.AsArray().Count.ShouldBe(3);
        (await _verditer.RunAsync("why", id[..8])).ShouldBe(0);
    }

    [Fact]
    public async Task Why_OfAFailedSignIn_ByItsTraceId_NamesTheEndOfTheSecret()
    {
        var app = await AddApplicationAsync(TimeSpan.FromHours(1));
        (await _verditer.RunAsync("clock", "advance", "2h")).ShouldBe(0);
        var answer = await SignInAsync(app, "https://management.azure.com/");
        answer["error_codes"]![0]!.GetValue<int>().ShouldBe(7000222);

        (await _verditer.RunAsync("why", answer.Text("trace_id")!, "--output", "json")).ShouldBe(0);
        var report = _verditer.Json();
        report["findings"]!.AsArray().Select(f => f.Text("name")).ShouldBe(["expired-secret", "clock-moved"]);
        report["commands"]![0].Text("command").ShouldBe($"az ad app credential reset --id {app.AppId} --append");
        (await _verditer.RunAsync("why", answer.Text("correlation_id")!)).ShouldBe(0);
        _verditer.Out.ShouldContain("[expired-secret]");
        _verditer.Out.ShouldNotContain(app.Secret);
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

        (await _verditer.RunAsync("why", id)).ShouldBe(0);
        _verditer.Out.ShouldContain("[missing-graph-permission]");
        _verditer.Out.ShouldContain("User Administrator");
        _verditer.Out.ShouldContain("User.ReadWrite.All");
    }

    [Fact]
    public async Task Why_OfInstanceMetadata_NamesTheMachineAndWhatItCarries()
    {
        var machine = new MetadataMachine("node-1", $"{Group}/providers/Microsoft.Compute/virtualMachineScaleSets/set", null);
        var socket = await _host.Services.GetRequiredService<IMetadataListeners>().OpenAsync(machine);
        using var client = Wire.ToSocket(socket);
        client.DefaultRequestHeaders.Add("Metadata", "true");
        using var refused = await client.GetAsync("metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/&client_id=someone");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);

        (await _verditer.RunAsync("why", refused.Headers.GetValues("x-ms-request-id").Single())).ShouldBe(0);
        _verditer.Out.ShouldContain("[identity-not-on-machine]");
        _verditer.Out.ShouldContain("client_id=someone");
        _verditer.Out.ShouldContain(machine.OwnerResourceId);
    }

    [Fact]
    public async Task Why_OfInstanceMetadataOnTheHost_NamesTheWayOn()
    {
        using var client = Wire.Client(_host, new StatePaths(_verditer.Folder));
        client.DefaultRequestHeaders.Add("Metadata", "true");
        using var refused = await client.GetAsync("http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&resource=https://management.azure.com/");
        refused.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await _verditer.RunAsync("why")).ShouldBe(0);
        _verditer.Out.ShouldContain("[host-has-no-identity]");
        _verditer.Out.ShouldContain("verditer run --as-node NODE -- COMMAND");
    }

    [Fact]
    public async Task Can_AnswersByItsExitCode_AndFindsPrincipalsByAnyName()
    {
        const string Read = "Microsoft.Resources/subscriptions/resourceGroups/read";
        var app = await AddApplicationAsync();
        foreach (var name in (string[])[app.AppId, app.PrincipalId, "app"])
        {
            (await _verditer.RunAsync("can", name, Read, Group, "--output", "json")).ShouldBe(1);
            _verditer.Json()["principal"].Text("objectId").ShouldBe(app.PrincipalId);
        }

        (await _verditer.RunAsync("can", _host.Principal.ClientId, Read, Group)).ShouldBe(0);
        _verditer.Out.ShouldStartWith("Yes, by ");
        (await _verditer.RunAsync("can", _host.Principal.ClientId, "Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read", Group, "--data")).ShouldBe(1);
        (await _verditer.RunAsync("can", "nobody", Read, Group)).ShouldBe(1);
        _verditer.Error.ShouldContain("no principal 'nobody'");
        (await _verditer.RunAsync("can", app.AppId, Read, "rg")).ShouldBe(1);
        _verditer.Error.ShouldContain("is not a scope");
        var other = await AddApplicationAsync();
        (await _verditer.RunAsync("can", "app", Read, Group)).ShouldBe(1);
        _verditer.Error.ShouldContain(app.PrincipalId);
        _verditer.Error.ShouldContain(other.PrincipalId);
    }

    [Fact]
    public async Task WhoCanAndRoles_SayTheSame()
    {
        (await _verditer.RunAsync("who-can", "Microsoft.Resources/subscriptions/resourceGroups/write", Group, "--output", "json")).ShouldBe(0);
        var holder = _verditer.Json()["holders"]!.AsArray().Single(h => h.Text("name") == "verditer-bootstrap");
        holder.Text("role").ShouldBe("Owner");

        (await _verditer.RunAsync("roles", _host.Principal.ClientId, "--output", "json")).ShouldBe(0);
        _verditer.Json()["roles"]!.AsArray().Select(r => r.Text("roleAssignmentId")).ShouldContain(holder.Text("roleAssignmentId"));
        _verditer.Json()["principal"].Text("objectId").ShouldBe(holder.Text("principalId"));
    }

    [Fact]
    public async Task Events_AreOneStream_ByKindAndTime()
    {
        var app = await AddApplicationAsync();
        using var arm = await ClientAsync(app, "https://management.azure.com/");
        (await arm.GetAsync($"{Group}?api-version=2021-04-01")).Dispose();

        (await _verditer.RunAsync("events", "--output", "json")).ShouldBe(0);
        JsonNode.Parse(_verditer.Out)!.AsArray().Select(e => e.Text("kind")).Distinct().ShouldBe(["audit", "signIn", "refusal"], ignoreOrder: true);
        (await _verditer.RunAsync("events", "--refusals")).ShouldBe(0);
        _verditer.Out.Trim().Split('\n').ShouldHaveSingleItem().ShouldContain("AuthorizationFailed  app  GET");
        (await _verditer.RunAsync("clock", "advance", "1d")).ShouldBe(0);
        (await _verditer.RunAsync("events", "--since", "1h")).ShouldBe(0);
        _verditer.Out.ShouldBeEmpty();
        (await _verditer.RunAsync("events", "--since", "2d", "--signins")).ShouldBe(0);
        _verditer.Out.ShouldContain("succeeded");
    }

    private Task<OwnedApplication> AddApplicationAsync(TimeSpan? lifetime = null) => _host.Services.GetRequiredService<IDirectory>().EnsureOwnedApplicationAsync(
        _host.Principal.TenantId, Guid.NewGuid().ToString(), "app", Guid.NewGuid().ToString(), lifetime ?? TimeSpan.FromDays(365));

    private async Task<HttpClient> ClientAsync(OwnedApplication app, string resource)
    {
        var client = Wire.Client(_host, new StatePaths(_verditer.Folder));
        client.BaseAddress = new Uri(resource);
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", (await SignInAsync(app, resource)).Text("access_token"));
        return client;
    }

    private async Task<JsonObject> SignInAsync(OwnedApplication app, string resource)
    {
        using var client = Wire.Client(_host, new StatePaths(_verditer.Folder));
        using var form = new FormUrlEncodedContent(
        [
            new("grant_type", "client_credentials"), new("client_id", app.AppId), new("client_secret", app.Secret), new("scope", $"{resource}.default"),
        ]);
        using var answer = await client.PostAsync($"https://login.microsoftonline.com/{_host.Principal.TenantId}/oauth2/v2.0/token", form);
        return Json.ParseObject(await answer.Content.ReadAsByteArrayAsync());
    }
}
