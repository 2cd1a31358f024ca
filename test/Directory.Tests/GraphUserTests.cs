using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class GraphUserTests : GraphTest
{
    [Fact]
    public async Task User_FromCreationToDeletion()
    {
        var id = await AddUserAsync("ada");
        (await AskAsync(200, "GET", "/v1.0/users/ada@verditer.onmicrosoft.com")).Text("id").ShouldBe(id);
        await AskAsync(204, "PATCH", $"/v1.0/users/{id}", """{"displayName": "Ada L.", "accountEnabled": false, "jobTitle": "Analyst"}""");
        var shown = await AskAsync(200, "GET", $"/v1.0/users/{id}");
        (shown.Text("displayName"), shown.Flag("accountEnabled"), shown.Text("jobTitle")).ShouldBe(("Ada L.", false, "Analyst"));
        await AskAsync(204, "DELETE", $"/v1.0/users/{id}");
        await AskAsync(404, "GET", $"/v1.0/users/{id}");
    }

    [Fact]
    public async Task Password_IsKeptAsASlowHash_AndShownNowhere()
    {
        var id = await AddUserAsync("ada");
        var record = Entra.Get<DirectoryIndex>().Users.Find(DirectoryIndex.Key(Entra.Tenant, id))!.Password!;
        record.Algorithm.ShouldBe(SecretHash.Chosen);
        record.Hint.ShouldBeNull();
        (await AskAsync(200, "GET", $"/v1.0/users/{id}")).ToJsonString().ShouldNotContain("assword");
        new SecretVerifier().Verify([record], "Sunny-Harbour-42", Entra.Time.GetUtcNow(), out _).ShouldBe(SecretVerdict.Valid);
    }

    [Theory]
    [InlineData("Short1!")]
    [InlineData("onlylowercaseletters")]
    [InlineData("lower1234567")]
    [InlineData("P@ssw0rd1")]
    [InlineData("Weak-ada-1234")]
    public async Task Password_TooWeak_IsRefused(string password)
    {
        var body = NewUser("ada", password);
        (await AskAsync(400, "POST", "/v1.0/users", body)).Text("error", "message")
            .ShouldBe("The specified password does not comply with password complexity requirements. Please provide a different password.");
    }

    [Fact]
    public async Task UserPrincipalName_OfAnotherDomain_IsRefused() =>
        (await AskAsync(400, "POST", "/v1.0/users", NewUser("ada", domain: "elsewhere.example"))).Text("error", "message").ShouldBe(
            "The domain portion of the userPrincipalName property is invalid. You must use one of the verified domain names in your organization.");

    [Fact]
    public async Task UserPrincipalName_TakenTwice_IsRefused_AndFreeAfterDeletion()
    {
        var id = await AddUserAsync("ada");
        var refused = await AskAsync(400, "POST", "/v1.0/users", NewUser("ADA"));
        refused.Text("error", "message").ShouldBe("Another object with the same value for property userPrincipalName already exists.");
        await AskAsync(204, "DELETE", $"/v1.0/users/{id}");
        await AskAsync(201, "POST", "/v1.0/users", NewUser("ada"));
    }

    [Fact]
    public async Task UserPrincipalName_AskedForByManyAtOnce_IsGivenOnce()
    {
        var token = await AdministratorAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => SendAsync(token, "POST", "/v1.0/users", NewUser("ada"))));
        answers.Select(answer => answer.Status).Order().ShouldBe([201, 400, 400, 400, 400, 400]);
    }

    [Theory]
    [InlineData("displayName")]
    [InlineData("mailNickname")]
    [InlineData("passwordProfile")]
    public async Task User_WithoutARequiredProperty_IsRefusedByName(string property)
    {
        var body = Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(NewUser("ada")));
        body.Remove(property);
        (await AskAsync(400, "POST", "/v1.0/users", body.ToJsonString())).Text("error", "message")
            .ShouldBe($"A value is required for property '{property}' of resource 'User'.");
    }

    [Fact]
    public async Task Me_IsTheUserInWhoseNameTheRequestComes()
    {
        var id = await AddUserAsync("ada");
        var group = await AddGroupAsync("crew");
        await AskAsync(204, "POST", $"/v1.0/groups/{group}/members/$ref", Reference(id));
        (await AskAsUserAsync(id, "GET", "me")).Body.Text("id").ShouldBe(id);
        (await AskAsUserAsync(id, "GET", "me/memberOf")).Body!["value"]![0].Text("displayName").ShouldBe("crew");
    }

    [Fact]
    public async Task ChangePassword_NeedsTheOldOne_AndIsForOneself()
    {
        var (ada, bob) = (await AddUserAsync("ada"), await AddUserAsync("bob"));
        const string Wrong = """{"currentPassword": "nope", "newPassword": "Quiet-Meadow-77"}""";
        const string Right = """{"currentPassword": "Sunny-Harbour-42", "newPassword": "Quiet-Meadow-77"}""";
        (await AskAsUserAsync(ada, "POST", "me/changePassword", Wrong)).Error!.Message.ShouldBe("The specified password does not match the current password.");
        (await AskAsUserAsync(ada, "POST", $"users/{bob}/changePassword", Right)).Status.ShouldBe(403);
        (await AskAsUserAsync(ada, "POST", "me/changePassword", Right)).Status.ShouldBe(204);
        var record = Entra.Get<DirectoryIndex>().Users.Find(DirectoryIndex.Key(Entra.Tenant, ada))!.Password!;
        new SecretVerifier().Verify([record], "Quiet-Meadow-77", Entra.Time.GetUtcNow(), out _).ShouldBe(SecretVerdict.Valid);
    }

    private static string NewUser(string name, string password = "Sunny-Harbour-42", string domain = "verditer.onmicrosoft.com") => $$"""
        {
          "accountEnabled": true, "displayName": "{{name}}", "mailNickname": "{{name}}", "userPrincipalName": "{{name}}@{{domain}}",
          "passwordProfile": {"password": "{{password}}"}
        }
        """;
}
