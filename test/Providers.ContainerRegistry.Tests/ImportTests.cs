using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ContainerRegistry.Tests;

public sealed class ImportTests : RegistryTest
{
    private const string SourceServer = "sourceone.azurecr.io";
    private const string TargetServer = "targetone.azurecr.io";

    private string _source = null!;
    private string _target = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _source = await MakeAsync("sourceone", properties: """{"adminUserEnabled":true}""");
        _target = await MakeAsync("targetone");
        Content.Push(SourceServer, "team/app:v1");
    }

    [Fact]
    public async Task Import_ByResourceId_CopiesUnderTheNamesAskedFor()
    {
        var accepted = (await ImportAsync($$"""{"resourceId":"{{_source}}","sourceImage":"team/app:v1"}""", """["app:new","app"]""", untagged: """["bare"]""")).ShouldBe(202);
        await Cloud.RunOperationsAsync();

        Content.Images(TargetServer).ShouldBe(["app:latest", "app:new", "bare"]);
        (await Cloud.GetAsync(accepted.Headers["Azure-AsyncOperation"])).Text("status").ShouldBe("Succeeded");
        (await Cloud.GetAsync(accepted.Headers["Location"])).Status.ShouldBe(204);
    }

    [Fact]
    public async Task Import_WithoutTargets_KeepsTheName()
    {
        await ImportAsync($$"""{"resourceId":"{{_source}}","sourceImage":"team/app:v1"}""");
        await Cloud.RunOperationsAsync();

        Content.Images(TargetServer).ShouldBe(["team/app:v1"]);
    }

    [Fact]
    public async Task Import_OfAnImageThatIsNotThere_FailsWithWhatIsWrong()
    {
        var status = await RunAsync($$"""{"resourceId":"{{_source}}","sourceImage":"team/app:v2"}""");

        status.Text("status").ShouldBe("Failed");
        status.Text("error", "code").ShouldBe("InvalidParameters");
        status.Text("error", "message")!.ShouldEndWith($"failed. Resource {_target} manifest team/app:v2 is unknown");
    }

    [Fact]
    public async Task Import_OntoATagThatExists_NeedsForce()
    {
        Content.Push(TargetServer, "team/app:v1");

        (await RunAsync($$"""{"resourceId":"{{_source}}","sourceImage":"team/app:v1"}""")).Text("error", "message")!.ShouldEndWith("Tag team/app:v1 already exists in target registry.");
        (await RunAsync($$"""{"resourceId":"{{_source}}","sourceImage":"team/app:v1"}""", mode: "Force")).Text("status").ShouldBe("Succeeded");
    }

    [Fact]
    public async Task Import_WithoutARightOnTheSource_IsRefused()
    {
        var importer = await Cloud.AddPrincipalWithRoleAsync("Contributor", _target);

        (await ImportAsync($$"""{"resourceId":"{{_source}}","sourceImage":"team/app:v1"}""", by: importer)).ShouldBeRefused(403, "LinkedAuthorizationFailed")
            .Message.ShouldContain($"does not have permission to perform action 'Microsoft.ContainerRegistry/registries/read' on the linked scope(s) '{_source}'");

        await Cloud.AssignAsync(importer.ObjectId, "Reader", _source);
        (await ImportAsync($$"""{"resourceId":"{{_source}}","sourceImage":"team/app:v1"}""", by: importer)).ShouldBe(202);
    }

    [Fact]
    public async Task Import_WithoutTheRightOnTheTarget_IsRefused()
    {
        var pusher = await Cloud.AddPrincipalWithRoleAsync("AcrPush");

        (await ImportAsync($$"""{"resourceId":"{{_source}}","sourceImage":"team/app:v1"}""", by: pusher)).ShouldBeRefused(403, "AuthorizationFailed")
            .Message.ShouldContain("Microsoft.ContainerRegistry/registries/importImage/action");
    }

    [Fact]
    public async Task Import_FromOutside_IsRefused() =>
        (await ImportAsync("""{"registryUri":"docker.io","sourceImage":"library/hello-world:latest"}""")).ShouldBeRefused(400, "InvalidParameters",
            "The registry 'docker.io' is not one of Verditer's: images are imported from its own registries only.");

    [Fact]
    public async Task Import_ByLoginServer_NeedsCredentialsThatMayPull()
    {
        var admin = (await Cloud.PostAsync($"{_source}/listCredentials")).At("passwords")![0];
        var none = """{"registryUri":"sourceone.azurecr.io","sourceImage":"team/app:v1"}""";

        (await ImportAsync(none)).ShouldBeRefused(400, "InvalidParameters").Message.ShouldStartWith("Unauthorized");
        (await ImportAsync(From("sourceone", "wrong"))).ShouldBeRefused(400, "InvalidParameters");
        (await ImportAsync(From("sourceone", admin.Text("value")!))).ShouldBe(202);

        await Cloud.PatchAsync(_source, """{"sku":{"name":"Standard"},"properties":{"anonymousPullEnabled":true}}""");
        (await ImportAsync(none)).ShouldBe(202);
    }

    [Theory]
    [InlineData("repositories/team/app/content/read", 202)]
    [InlineData("repositories/team/*/content/read", 202)]
    [InlineData("repositories/team/app/metadata/read", 400)]
    [InlineData("repositories/team/application/content/read", 400)]
    public async Task Import_WithAToken_GoesByItsScopeMap(string action, int status)
    {
        await Cloud.PutAsync($"{_source}/scopeMaps/readers", $$$"""{"properties":{"actions":["{{{action}}}"]}}""");
        await Cloud.PutAsync($"{_source}/tokens/robot", $$$"""{"properties":{"scopeMapId":"{{{_source}}}/scopeMaps/readers"}}""");
        var made = await Cloud.PostAsync($"{_source}/generateCredentials", $$"""{"tokenId":"{{_source}}/tokens/robot"}""");

        (await ImportAsync(From("robot", made.At("passwords")![0].Text("value")!))).ShouldBe(status);
    }

    [Fact]
    public async Task Import_WithAServicePrincipalsToken_GoesByItsRoles()
    {
        var puller = await Cloud.AddPrincipalWithRoleAsync("AcrPull", _source);
        var nobody = await Cloud.AddPrincipalAsync();

        (await ImportAsync(From("", await Cloud.TokenAsync(puller)))).ShouldBe(202);
        (await ImportAsync(From("", await Cloud.TokenAsync(nobody)))).ShouldBeRefused(400, "InvalidParameters");
        (await ImportAsync(From(puller.ClientId, "not-its-secret"))).ShouldBeRefused(400, "InvalidParameters");
    }

    [Fact]
    public async Task Import_KeepsNoCredential()
    {
        var admin = (await Cloud.PostAsync($"{_source}/listCredentials")).At("passwords")![0].Text("value")!;

        await ImportAsync(From("sourceone", admin));

        var operations = await Cloud.Store.ListAsync("operations", cancellationToken: TestContext.Current.CancellationToken);
        operations.Documents.Count.ShouldBeGreaterThan(0);
        operations.Documents.Select(d => Encoding.UTF8.GetString(d.Body.Span)).ShouldAllBe(text => !text.Contains(admin, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Import_FromARegistryThatForbidsExports_IsRefused()
    {
        var closed = await MakeAsync("closedone", "Premium", """{"publicNetworkAccess":"Disabled","policies":{"exportPolicy":{"status":"disabled"}}}""");
        Content.Push("closedone.azurecr.io", "app:v1");

        (await ImportAsync($$"""{"resourceId":"{{closed}}","sourceImage":"app:v1"}""")).ShouldBeRefused(400, "InvalidParameters").Message.ShouldContain("exportPolicy");
        (await ImportAsync($$"""{"resourceId":"{{closed}}","sourceImage":"app:v1"}""", """["app:v2"]""", target: closed)).ShouldBe(202);
    }

    [Theory]
    [InlineData("", "[]")]
    [InlineData("App:v1", "[]")]
    [InlineData("../app:v1", "[]")]
    [InlineData("app:", "[]")]
    [InlineData("app:v1", """["App:v1"]""")]
    [InlineData("app:v1", """["app@sha256:00"]""")]
    public async Task Import_OfANameThatIsNone_IsRefused(string image, string targets) =>
        (await ImportAsync($$"""{"resourceId":"{{_source}}","sourceImage":"{{image}}"}""", targets)).ShouldBeRefused(400, "InvalidParameters");

    private static string From(string user, string password) => new JsonObject
    {
        ["registryUri"] = SourceServer,
        ["sourceImage"] = "team/app:v1",
        ["credentials"] = new JsonObject { ["username"] = user, ["password"] = password },
    }.ToJsonString();

    private async Task<TestReply> RunAsync(string source, string mode = "NoForce")
    {
        var accepted = (await ImportAsync(source, mode: mode)).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        return await Cloud.GetAsync(accepted.Headers["Azure-AsyncOperation"]);
    }

    private Task<TestReply> ImportAsync(
        string source, string targets = "[]", string untagged = "[]", string mode = "NoForce", string? target = null, TestPrincipal? by = null) => Cloud.PostAsync(
        $"{target ?? _target}/importImage", $$"""{"source":{{source}},"targetTags":{{targets}},"untaggedTargetRepositories":{{untagged}},"mode":"{{mode}}"}""", by);
}
