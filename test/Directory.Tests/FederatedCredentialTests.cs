using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Directory.Tests;

public sealed class FederatedCredentialTests : DirectoryTest
{
    private const string Subject = "system:serviceaccount:default:App";

    private TestIssuer _issuer = null!;
    private TestClient _client = null!;

    protected override DirectoryOptions Options => new() { OwnAuthority = () => _issuer.Authority };

    public override async ValueTask InitializeAsync()
    {
        _issuer = await TestIssuer.StartAsync();
        await base.InitializeAsync();
        _client = await Entra.AddClientAsync();
        await Entra.ChangeAsync(_client, app => app with { FederatedCredentials = [new("fic", "pods", _issuer.Issuer, Subject, [TokenExchange.Uri])] });
    }

    [Fact]
    public async Task Token_OfTheNamedIssuer_IsExchanged_AndKeysAreFetchedOnce()
    {
        for (var i = 0; i < 2; i++)
        {
            Claims.Of(await SendAsync(Sign())).Text("appidacr").ShouldBe("2");
        }

        _issuer.Fetches.ShouldBe(1);
        var signIn = Entra.Get<ISignInLog>().Read(Entra.Tenant, 1).Single();
        (signIn.CredentialType, signIn.CredentialKeyId, signIn.Facts!["assertionSubject"]).ShouldBe(("federatedIdentityCredential", "fic", Subject));
    }

    [Fact]
    public async Task Key_Rotated_IsFoundByAFurtherFetch()
    {
        (await SendAsync(Sign()))["access_token"].ShouldNotBeNull();
        _issuer.Rotate();
        Number(await SendAsync(Sign())).ShouldBe(50013);
        Entra.Time.Advance(TimeSpan.FromSeconds(6));
        (await SendAsync(Sign()))["access_token"].ShouldNotBeNull();
        _issuer.Fetches.ShouldBe(2);
    }

    [Fact]
    public async Task Subject_ThatDiffers_IsRefused_AndTheLogHasBoth()
    {
        var answer = await SendAsync(Sign("system:serviceaccount:default:other"));
        answer.Text("error_description").ShouldStartWith(
            "AADSTS700213: No matching federated identity record found for presented assertion subject 'system:serviceaccount:default:other'. Check your federated identity credential Subject, Audience and Issuer");
        var facts = Entra.Get<ISignInLog>().Read(Entra.Tenant, 1).Single().Facts!;
        (facts["assertionSubject"], facts["registeredSubjects"]).ShouldBe(("system:serviceaccount:default:other", Subject));
        _issuer.Fetches.ShouldBe(0);
    }

    [Fact]
    public async Task Subject_ThatDiffersInCaseOnly_SaysSo() => Number(await SendAsync(Sign(Subject.ToUpperInvariant()))).ShouldBe(7002138);

    [Fact]
    public async Task Audience_ThatDiffers_IsRefused() => Number(await SendAsync(_issuer.Sign(Now, Subject, "api://other"))).ShouldBe(700212);

    [Fact]
    public async Task Issuer_ThatNoCredentialNames_IsNeverFetched()
    {
        var token = _issuer.Sign(Now, Subject, change: claims => claims["iss"] = _issuer.Issuer + "/");
        Number(await SendAsync(token)).ShouldBe(700211);
        _issuer.Fetches.ShouldBe(0);
    }

    [Fact]
    public async Task Client_WithoutFederatedCredentials_IsTold()
    {
        await Entra.ChangeAsync(_client, app => app with { FederatedCredentials = [] });
        Number(await SendAsync(Sign())).ShouldBe(70025);
    }

    [Fact]
    public async Task Token_PastItsEnd_IsRefusedByVerditersClock()
    {
        var token = Sign();
        Entra.Time.Advance(TimeSpan.FromMinutes(66));
        Number(await SendAsync(token)).ShouldBe(700024);
    }

    [Fact]
    public async Task DiscoveryDocument_OfAnotherIssuer_IsNotBelieved()
    {
        _issuer.Claimed = "https://localhost/other";
        Number(await SendAsync(Sign())).ShouldBe(501661);
    }

    [Fact]
    public async Task KeySet_TooLarge_IsNotRead()
    {
        _issuer.Padding = 300_000;
        Number(await SendAsync(Sign())).ShouldBe(501661);
    }

    [Theory]
    [InlineData("http://localhost/cluster")]
    [InlineData("https://169.254.169.254/cluster")]
    [InlineData("https://[fe80::1]/cluster")]
    public async Task Issuer_ThatMustNotBeCalled_IsNotCalled(string issuer)
    {
        await Entra.ChangeAsync(_client, app => app with { FederatedCredentials = [new("fic", "pods", issuer, Subject, [TokenExchange.Uri])] });
        Number(await SendAsync(_issuer.Sign(Now, Subject, change: claims => claims["iss"] = issuer))).ShouldBe(501661);
    }

    [Theory]
    [InlineData("jku")]
    [InlineData("x5u")]
    [InlineData("jwk")]
    public async Task Token_ThatBringsItsOwnKey_IsJudgedByTheIssuersAlone(string name)
    {
        await using var evil = await TestIssuer.StartAsync();
        var header = new JsonObject
        {
            ["alg"] = "RS256",
            ["kid"] = _issuer.KeyId,
            [name] = name == "jwk" ? ClientAssertion.Keys(evil.Key, _issuer.KeyId)["keys"]![0]!.DeepClone() : $"{evil.Issuer}/keys",
        };
        var token = ClientAssertion.Sign(evil.Key, header, Claims.Of(Sign()));

        Number(await SendAsync(token)).ShouldBe(50013);
        evil.Fetches.ShouldBe(0);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("PS256")]
    [InlineData("ES256")]
    public async Task Token_ByAnotherAlgorithm_IsRefused(string algorithm) => Number(await SendAsync(
        ClientAssertion.Sign(_issuer.Key, new() { ["alg"] = algorithm, ["kid"] = _issuer.KeyId }, Claims.Of(Sign())))).ShouldBe(50013);

    [Fact]
    public async Task ManagedIdentity_StandsForAnApplicationsSecret()
    {
        var identity = await Entra.Directory.EnsureManagedIdentityAsync(Entra.Tenant, TokenTests.IdentityId, ManagedIdentityKind.UserAssigned, TestDirectory.Cancelled);
        await Entra.ChangeAsync(_client, app => app with
        {
            FederatedCredentials = [new("fic", "identity", Issuers.V2(Entra.Tenant), identity.PrincipalId, [TokenExchange.Uri])],
        });
        var token = (await Entra.Issuer.ForManagedIdentityAsync(identity, TokenExchange.Uri, TestDirectory.Cancelled)).Token!.Value;
        Claims.Of(await SendAsync(token)).Text("appid").ShouldBe(_client.ClientId);
    }

    [Fact]
    public async Task Application_OfTheTenant_DoesNotStandForAnother()
    {
        var other = await Entra.AddClientAsync("other");
        await Entra.ChangeAsync(_client, app => app with
        {
            FederatedCredentials = [new("fic", "application", Issuers.V2(Entra.Tenant), other.PrincipalId, [TokenExchange.Uri])],
        });
        Number(await SendAsync(await Entra.TokenAsync(other, TokenExchange.Uri))).ShouldBe(700222);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _issuer.DisposeAsync();
    }

    private DateTimeOffset Now => Entra.Time.GetUtcNow();

    private string Sign(string subject = Subject) => _issuer.Sign(Now, subject);

    private static int? Number(JsonObject answer) => answer["error_codes"] is JsonArray codes ? (int?)codes[0] : null;

    private async Task<JsonObject> SendAsync(string assertion) => (await Entra.PostAsync($"/{Entra.Tenant}/oauth2/v2.0/token",
    [
        new("grant_type", "client_credentials"), new("client_id", _client.ClientId), new("scope", "https://management.azure.com/.default"),
        new("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"), new("client_assertion", assertion),
    ])).Body;
}
