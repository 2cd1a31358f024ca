using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class RefreshTokenTests : GraphTest
{
    [Fact]
    public async Task RefreshToken_GivesTokensForOtherApis_AndANewOne_AlsoAfterARestart()
    {
        await Entra.AddUserAsync();
        var first = await Entra.SignInAsync();
        await RestartAsync();
        var second = await Entra.RefreshAsync(first, ("scope", "https://graph.microsoft.com//.default openid profile offline_access"), ("tenant", Entra.Tenant));
        Claims.Of(second).Text("aud").ShouldBe("https://graph.microsoft.com/");
        second.Text("refresh_token").ShouldNotBe(first.Text("refresh_token"));
        (await Entra.RefreshAsync(second))["access_token"].ShouldNotBeNull();
    }

    [Fact]
    public async Task RefreshToken_Unused90Days_HasEnded_AndUseProlongsIt()
    {
        await Entra.AddUserAsync();
        var first = await Entra.SignInAsync();
        Entra.Time.Advance(TimeSpan.FromDays(60));
        var second = await Entra.RefreshAsync(first);
        Entra.Time.Advance(TimeSpan.FromDays(60));
        (await Entra.RefreshAsync(second))["access_token"].ShouldNotBeNull();
        var late = await Entra.RefreshAsync(first);
        (late.Number(), late.Text("error"), late.Text("suberror")).ShouldBe((700082, "invalid_grant", "bad_token"));
    }

    [Fact]
    public async Task RefreshToken_OfTheFamily_ServesItsMembers_AndNoOtherClient()
    {
        await Entra.AddUserAsync();
        var client = await Entra.AddClientAsync();
        var first = await Entra.SignInAsync();
        (await Entra.RefreshAsync(first, ("client_id", "1950a258-227b-4e31-a9cf-717495945fc2")))["access_token"].ShouldNotBeNull();
        (await Entra.RefreshAsync(first, ("client_id", "14d82eec-204b-4c2f-b7e8-296a70dab67e"))).Number().ShouldBe(70000);
        (await Entra.RefreshAsync(first, ("client_id", client.ClientId), ("client_secret", client.Secret))).Number().ShouldBe(70000);
    }

    [Fact]
    public async Task RefreshToken_InAnotherTenant_IsRefused()
    {
        var other = await Entra.Administration.CreateTenantAsync("Other", "other.example", cancellationToken: TestDirectory.Cancelled);
        await Entra.AddUserAsync();
        (await Entra.RefreshAsync(await Entra.SignInAsync(), ("tenant", other.Id))).Number().ShouldBe(7000012);
    }

    [Theory]
    [InlineData("1.AAAA")]
    [InlineData("nonsense")]
    [InlineData("1.%%%")]
    public async Task RefreshToken_NotOurs_IsMalformed(string token) =>
        (await Entra.TokenAsync([("grant_type", "refresh_token"), ("refresh_token", token)])).Number().ShouldBe(9002313);

    [Fact]
    public async Task Password_Changed_EndsRefreshAndAccessTokensAtOnce()
    {
        var user = await Entra.AddUserAsync();
        var before = await Entra.SignInAsync();
        Entra.Time.Advance(TimeSpan.FromMinutes(1));
        await Entra.PutUserAsync(user with { Password = Entra.NewPassword("another") });

        (await Entra.RefreshAsync(before)).Number().ShouldBe(50173);
        var error = Entra.Validator.Validate(before.Text("access_token"), Audience.ResourceManager).Error!;
        error.Message.ShouldContain("TokenIssuedBeforeRevocationTimestamp");
        error.Headers.Single().Value.ShouldContain("insufficient_claims");
        var after = await Entra.SignInAsync(password: "another");
        Entra.Validator.Validate(after.Text("access_token"), Audience.ResourceManager).Error.ShouldBeNull();
    }

    [Fact]
    public async Task SignIns_Revoked_EndWhatWasBefore()
    {
        var user = await Entra.AddUserAsync();
        var before = await Entra.SignInAsync();
        Entra.Time.Advance(TimeSpan.FromMinutes(1));
        await AskAsync(400, "PATCH", $"/v1.0/users/{user.Id}", """{"signInSessionsValidFromDateTime": "2020-01-01T00:00:00Z"}""");
        (await AskAsync(200, "POST", $"/v1.0/users/{user.Id}/revokeSignInSessions")).Flag("value").ShouldBe(true);
        (await Entra.RefreshAsync(before)).Number().ShouldBe(50173);
        Entra.Validator.Validate(before.Text("access_token"), Audience.Graph).Error.ShouldNotBeNull();
        (await Entra.SignInAsync())["access_token"].ShouldNotBeNull();
        var audit = (await AskAsync(200, "GET", "/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Update StsRefreshTokenValidFrom Timestamp'"))["value"]!.AsArray().ShouldHaveSingleItem()!;
        audit["targetResources"]![0].Text("id").ShouldBe(user.Id);
    }

    [Fact]
    public async Task User_DisabledOrDeleted_GetsNothingMore()
    {
        var user = await Entra.AddUserAsync();
        var before = await Entra.SignInAsync();
        await Entra.PutUserAsync(user with { Enabled = false });
        (await Entra.RefreshAsync(before)).Number().ShouldBe(50057);
        Entra.Validator.Validate(before.Text("access_token"), Audience.ResourceManager).Error.ShouldNotBeNull();
        await Entra.Administration.DeletePrincipalAsync(Entra.Tenant, user.Id, TestDirectory.Cancelled);
        (await Entra.RefreshAsync(before)).Number().ShouldBe(50034);
        Entra.Validator.Validate(before.Text("access_token"), Audience.ResourceManager).Error.ShouldNotBeNull();
    }
}
