using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class GraphFederatedCredentialTests : GraphTest
{
    private string _path = "";

    [Fact]
    public async Task Credential_FromCreationToDeletion()
    {
        await PrepareAsync();
        var created = await AskAsync(201, "POST", _path, Body("main", "s1"));
        Values(await AskAsync(200, "GET", _path), "name").ShouldBe(["main"]);
        (await AskAsync(200, "GET", $"{_path}/main")).Text("id").ShouldBe(created.Text("id"));
        await AskAsync(204, "PATCH", $"{_path}/{created.Text("id")}", """{"subject": "s2", "description": "later"}""");
        (await AskAsync(200, "GET", $"{_path}/main")).Text("subject").ShouldBe("s2");
        await AskAsync(204, "DELETE", $"{_path}/main");
        await AskAsync(404, "GET", $"{_path}/main");
        await AskAsync(404, "DELETE", $"{_path}/main");
    }

    [Fact]
    public async Task Name_TakenTwice_IsAConflict()
    {
        await PrepareAsync();
        await AskAsync(201, "POST", _path, Body("main", "s1"));
        var refused = await AskAsync(409, "POST", _path, Body("main", "s2"));
        refused.Text("error", "code").ShouldBe("Request_MultipleObjectsWithSameKeyValue");
        refused.Text("error", "message").ShouldBe("FederatedIdentityCredential with name main already exists.");
    }

    [Fact]
    public async Task IssuerAndSubject_TakenTwice_AreRefused()
    {
        await PrepareAsync();
        await AskAsync(201, "POST", _path, Body("first", "s1"));
        var refused = await AskAsync(400, "POST", _path, Body("second", "s1"));
        refused.Text("error", "code").ShouldBe("InvalidFederatedIdentityCredentialValue");
        refused.Text("error", "message")!.ShouldStartWith(
            "The combination of issuer and subject must be unique for the application. Issuer https://issuer.example/ and Subject: s1 already exist.");
    }

    [Theory]
    [InlineData("no", "s", "https://issuer.example/", "api://AzureADTokenExchange", "Name")]
    [InlineData("-main", "s", "https://issuer.example/", "api://AzureADTokenExchange", "Name")]
    [InlineData("main", "", "https://issuer.example/", "api://AzureADTokenExchange", "Subject")]
    [InlineData("main", "s", "http://issuer.example/", "api://AzureADTokenExchange", "Issuer")]
    [InlineData("main", "s", "https://issuer.example/", "", "Audiences")]
    public async Task Value_AgainstItsRule_IsRefusedByName(string name, string subject, string issuer, string audience, string parameter)
    {
        await PrepareAsync();
        var refused = await AskAsync(400, "POST", _path, Body(name, subject, issuer, audience));
        refused.Text("error", "message")!.ShouldContain($"paramName: FederatedIdentityCredential.{parameter}");
    }

    [Fact]
    public async Task Name_CannotBeChanged()
    {
        await PrepareAsync();
        await AskAsync(201, "POST", _path, Body("main", "s1"));
        (await AskAsync(400, "PATCH", $"{_path}/main", """{"name": "other"}""")).Text("error", "message")!.ShouldContain("immutable");
    }

    [Fact]
    public async Task Application_HasTwentyAtMost()
    {
        await PrepareAsync();
        for (var i = 0; i < 20; i++)
        {
            await AskAsync(201, "POST", _path, Body($"name{i}", $"s{i}"));
        }

        (await AskAsync(400, "POST", _path, Body("onemore", "s20"))).Text("error", "message")!.ShouldContain("20");
    }

    [Fact]
    public async Task Patch_ByNameOfNone_MakesIt()
    {
        await PrepareAsync();
        await AskAsync(201, "PATCH", $"{_path}(name='made')", """{"issuer": "https://issuer.example/", "subject": "s", "audiences": ["api://AzureADTokenExchange"]}""");
        (await AskAsync(200, "GET", $"{_path}/made")).Text("subject").ShouldBe("s");
    }

    private async Task PrepareAsync() => _path = $"/v1.0/applications/{(await Entra.AddClientAsync()).ApplicationId}/federatedIdentityCredentials";

    private static string Body(string name, string subject, string issuer = "https://issuer.example/", string audience = "api://AzureADTokenExchange") =>
        $$"""{"name": "{{name}}", "issuer": "{{issuer}}", "subject": "{{subject}}", "audiences": ["{{audience}}"]}""";
}
