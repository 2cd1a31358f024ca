using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class TokenValidatorTests : DirectoryTest
{
    [Fact]
    public async Task Token_Good_NamesItsBearerAndItsGroups()
    {
        var client = await Entra.AddClientAsync();
        await PutGroupAsync("inner", client.PrincipalId);
        await PutGroupAsync("outer", "inner");
        var caller = Validate(await Entra.TokenAsync(client)).Value;
        caller.TenantId.ShouldBe(Entra.Tenant);
        caller.ObjectId.ShouldBe(client.PrincipalId);
        caller.AppId.ShouldBe(client.ClientId);
        caller.ClientName.ShouldBe(client.ClientId);
        caller.Kind.ShouldBe(PrincipalKind.ServicePrincipal);
        caller.Groups.ShouldBe(["inner", "outer"]);
        caller.Expires.ShouldBe(Entra.Time.GetUtcNow().AddSeconds(3599));
    }

    [Fact]
    public async Task Groups_ChangedAfterward_AreSeenByTheNextCall()
    {
        var client = await Entra.AddClientAsync();
        var token = await Entra.TokenAsync(client);
        Validate(token).Value.Groups.ShouldBeEmpty();
        await PutGroupAsync("late", client.PrincipalId);
        Validate(token).Value.Groups.ShouldBe(["late"]);
    }

    [Fact]
    public void Token_Missing_IsAuthenticationFailed()
    {
        var error = Validate("").Error!;
        (error.Status, error.Code, error.Message).ShouldBe((401, "AuthenticationFailed", "Authentication failed. The 'Authorization' header is missing."));
        Challenge(error).ShouldBe(
            "Bearer authorization_uri=\"https://login.microsoftonline.com/\", error=\"invalid_token\", error_description=\"The authentication failed because of missing 'Authorization' header.\"");
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("a.b.c")]
    [InlineData("e30.e30.e30")]
    public void Token_Malformed_IsInvalid(string token) => ShouldBeInvalid(token);

    [Fact]
    public async Task Token_ForAnotherAudience_IsRefusedWithTheAudiencesThatCount()
    {
        var error = Validate(await Entra.TokenAsync(await Entra.AddClientAsync(), "https://vault.azure.net")).Error!;
        error.Code.ShouldBe("InvalidAuthenticationTokenAudience");
        error.Message.ShouldStartWith("The access token has been obtained for wrong audience or resource 'https://vault.azure.net'. It should exactly match with one of the allowed audiences 'https://management.azure.com/'");
        Challenge(error).ShouldContain($"authorization_uri=\"https://login.microsoftonline.com/{Entra.Tenant}\", error=\"invalid_token\"");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Token_PastItsEnd_IsExpiredWithAChallengeForANewOne(bool seenBefore)
    {
        var token = await Entra.TokenAsync(await Entra.AddClientAsync());
        if (seenBefore)
        {
            Validate(token).Error.ShouldBeNull();
        }

        Entra.Time.Advance(TimeSpan.FromSeconds(3599));
        var error = Validate(token).Error!;
        (error.Status, error.Code).ShouldBe((401, "ExpiredAuthenticationToken"));
        error.Message.ShouldBe("The access token expiry UTC time '3/1/2026 12:59:59 PM' is earlier than current UTC time '3/1/2026 12:59:59 PM'.");
        var challenge = Challenge(error);
        challenge.ShouldContain("error=\"insufficient_claims\"");
        var claims = Json.ParseObject(Convert.FromBase64String(challenge.Split("claims=\"")[1].TrimEnd('"')));
        claims.Text("access_token", "nbf", "value").ShouldBe(Entra.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture));
        claims.Flag("access_token", "nbf", "essential").ShouldBe(true);
    }

    [Fact]
    public async Task Token_OfTheFuture_IsRefusedBeyondFiveMinutes()
    {
        var client = await Entra.AddClientAsync();
        var earlier = Entra.Time.GetUtcNow();
        Entra.Time.Advance(TimeSpan.FromHours(1));
        var token = await Entra.TokenAsync(client);
        Validate(token).Error.ShouldBeNull();
        var behind = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(earlier);
        var index = Entra.Get<DirectoryIndex>();
        var validator = new TokenValidator(index, Entra.Get<KeyRing>(), new(index, new NoFaults(), new()), Entra.Get<MembershipTimes>(), behind);
        var error = validator.Validate(token, Audience.ResourceManager).Error!;
        (error.Code, error.Message).ShouldBe(("InvalidAuthenticationToken", "The access token is not yet valid."));
        Challenge(error).ShouldContain("error=\"insufficient_claims\"");
        behind.Advance(TimeSpan.FromMinutes(50));
        validator.Validate(token, Audience.ResourceManager).Error.ShouldBeNull();
    }

    [Fact]
    public async Task Principal_Deleted_EndsItsTokensAtOnce()
    {
        var client = await Entra.AddClientAsync();
        var token = await Entra.TokenAsync(client);
        Validate(token).Error.ShouldBeNull();
        (await Entra.Administration.DeletePrincipalAsync(Entra.Tenant, client.PrincipalId, TestDirectory.Cancelled)).ShouldBeTrue();
        Validate(token).Error!.Code.ShouldBe("InvalidAuthenticationToken");
    }

    [Fact]
    public async Task ManagedIdentity_Deleted_EndsItsTokensAtOnce()
    {
        var identity = await Entra.Directory.EnsureManagedIdentityAsync(Entra.Tenant, TokenTests.IdentityId, ManagedIdentityKind.UserAssigned, TestDirectory.Cancelled);
        var token = (await Entra.Issuer.ForManagedIdentityAsync(identity, TestDirectory.ArmResource, TestDirectory.Cancelled)).Token!.Value;
        Validate(token).Error.ShouldBeNull();
        await Entra.Directory.DeleteManagedIdentityAsync(TokenTests.IdentityId, TestDirectory.Cancelled);
        Validate(token).Error!.Code.ShouldBe("InvalidAuthenticationToken");
        Entra.Directory.FindManagedIdentity(TokenTests.IdentityId).ShouldBeNull();
        (await Entra.Issuer.ForManagedIdentityAsync(identity, TestDirectory.ArmResource, TestDirectory.Cancelled)).Error!.Number.ShouldBe(700016);
    }

    [Fact]
    public async Task Payload_Changed_BreaksTheSignature()
    {
        var token = await Entra.TokenAsync(await Entra.AddClientAsync());
        ShouldBeInvalid(Forge(token, header => header, claims => claims["oid"] = Entra.Bootstrap.PrincipalId, keepSignature: true));
    }

    [Fact]
    public async Task Algorithm_None_IsRefused()
    {
        var token = await Entra.TokenAsync(await Entra.AddClientAsync());
        var forged = Forge(token, header => { header["alg"] = "none"; return header; }, _ => { }, keepSignature: false);
        ShouldBeInvalid(forged);
        ShouldBeInvalid(forged + token.Split('.')[2]);
    }

    [Fact]
    public async Task Algorithm_Hs256WithThePublicKey_IsRefused()
    {
        var token = await Entra.TokenAsync(await Entra.AddClientAsync());
        var key = Entra.Get<KeyRing>().Of(Entra.Tenant)[0];
        var unsigned = Forge(token, header => { header["alg"] = "HS256"; return header; }, _ => { }, keepSignature: false).TrimEnd('.');
        foreach (var secret in new[] { key.Record.Certificate, key.Certificate.PublicKey.ExportSubjectPublicKeyInfo(), key.Public.Modulus! })
        {
            ShouldBeInvalid($"{unsigned}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(unsigned)))}");
        }
    }

    [Fact]
    public async Task Signature_OfAnotherKey_IsRefused()
    {
        var token = await Entra.TokenAsync(await Entra.AddClientAsync());
        using var rsa = RSA.Create(2048);
        var unsigned = token[..token.LastIndexOf('.')];
        ShouldBeInvalid($"{unsigned}.{Base64Url.EncodeToString(rsa.SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1))}");
    }

    [Fact]
    public async Task Tenant_ThatClaimsToBeAnother_IsRefused()
    {
        var other = await Entra.Administration.CreateTenantAsync("Other", "other.example", cancellationToken: TestDirectory.Cancelled);
        var token = await Entra.TokenAsync(await Entra.AddClientAsync());
        var theirs = Entra.Get<KeyRing>().Of(other.Id)[0];
        var unsigned = Forge(token, header => { header["kid"] = theirs.Record.Kid; header["x5t"] = theirs.Record.Kid; return header; }, _ => { }, keepSignature: false).TrimEnd('.');
        var signature = ((RSA)theirs.SecurityKey.PrivateKey).SignData(Encoding.ASCII.GetBytes(unsigned), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        Validate($"{unsigned}.{Base64Url.EncodeToString(signature)}").Error!.Message.ShouldBe("The access token is from an invalid issuer.");
    }

    [Fact]
    public async Task Remembered_Tokens_AreBoundedAndStillChecked()
    {
        var index = Entra.Get<DirectoryIndex>();
        var validator = new TokenValidator(index, Entra.Get<KeyRing>(), new(index, new NoFaults(), new() { ValidatedTokensKept = 2 }), Entra.Get<MembershipTimes>(), Entra.Time);
        var client = await Entra.AddClientAsync();
        for (var i = 0; i < 5; i++)
        {
            var token = await Entra.TokenAsync(client);
            validator.Validate(token, Audience.ResourceManager).Error.ShouldBeNull();
            validator.Validate(token, Audience.Graph).Error!.Message.ShouldBe("Access token validation failure. Invalid audience.");
        }
    }

    private static string Forge(string token, Func<JsonObject, JsonObject> header, Action<JsonObject> claims, bool keepSignature)
    {
        var payload = Claims.Of(token);
        claims(payload);
        var parts = new[] { header(Claims.Header(token)), payload }.Select(part => Base64Url.EncodeToString(Json.ToBytes(part)));
        return $"{string.Join('.', parts)}.{(keepSignature ? token.Split('.')[2] : "")}";
    }

    private static string Challenge(ArmError error) => error.Headers.Single(header => header.Key == "WWW-Authenticate").Value;

    private Task PutGroupAsync(string id, string member) =>
        Entra.Administration.PutGroupAsync(new(Entra.Tenant, id, id, [member], Entra.Time.GetUtcNow()), TestDirectory.Cancelled);

    private Result<Caller> Validate(string token) => Entra.Validator.Validate(token, Audience.ResourceManager);

    private void ShouldBeInvalid(string token)
    {
        var error = Validate(token).Error!;
        (error.Status, error.Code, error.Message).ShouldBe((401, "InvalidAuthenticationToken", "The access token is invalid."));
    }
}
