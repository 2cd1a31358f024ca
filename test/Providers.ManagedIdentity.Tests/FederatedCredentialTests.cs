using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ManagedIdentity.Tests;

public sealed class FederatedCredentialTests : CloudTest
{
    private const string Issuer = "https://issuer.example/one/";
    private const string Subject = "system:serviceaccount:default:app";

    private string _identity = null!;
    private Func<Task> _beforeSet = () => Task.CompletedTask;

    protected override TestCloudOptions Options => new() { Parts = services => HeldDirectory.Register(services, () => _beforeSet()) };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _identity = $"{await Cloud.AddGroupAsync()}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/who";
        await Cloud.MakeAsync(_identity, """{"location":"westus2"}""");
    }

    [Fact]
    public async Task Put_OfACredential_IsShownAndListed()
    {
        var made = (await PutAsync("first")).ShouldBe(201);

        (made.Text("name"), made.Text("type")).ShouldBe(("first", "Microsoft.ManagedIdentity/userAssignedIdentities/federatedIdentityCredentials"));
        (made.Text("properties", "issuer"), made.Text("properties", "subject")).ShouldBe((Issuer, Subject));
        made.At("properties", "audiences")!.ToJsonString().ShouldBe("""["api://AzureADTokenExchange"]""");
        (await Cloud.GetAsync(Path("first"))).ShouldBe(200).Text("id").ShouldBe(Path("first"));
        (await Cloud.GetAsync(Path(""))).ShouldBe(200).Items.ShouldHaveSingleItem();
        (await PutAsync("first", subject: "other")).ShouldBe(200).Text("properties", "subject").ShouldBe("other");
    }

    [Fact]
    public async Task Put_WithTheIssuerAndSubjectOfAnother_IsRefusedAndStoresNothing()
    {
        (await PutAsync("first")).ShouldBe(201);

        (await PutAsync("second")).ShouldBeRefused(409, "Conflict").Message.ShouldBe("Issuer and subject combination already exists for this Managed Identity.");

        (await Cloud.GetAsync(Path("second"))).ShouldBe(404);
        (await PutAsync("FIRST")).ShouldBe(200);
    }

    [Fact]
    public async Task Put_OfTheTwentyFirst_IsRefusedUntilOneIsDeleted()
    {
        for (var i = 0; i < 20; i++)
        {
            (await PutAsync($"fic{i}", subject: $"subject{i}")).ShouldBe(201);
        }

        (await PutAsync("fic20", subject: "subject20")).ShouldBeRefused(400, "BadRequest").Message.ShouldContain("20");
        (await PutAsync("fic3", subject: "changed")).ShouldBe(200);

        (await Cloud.DeleteAsync(Path("fic7"))).ShouldBe(200);
        (await PutAsync("fic20", subject: "subject20")).ShouldBe(201);
    }

    [Theory]
    [InlineData("ab")]
    [InlineData("-abc")]
    [InlineData("a.b.c")]
    public async Task Put_UnderANameThatIsNotAllowed_IsRefused(string name) =>
        (await PutAsync(name)).ShouldBeRefused(400, "BadRequest").Message.ShouldBe($"Federated Identity Credential name '{name}' is invalid.");

    [Theory]
    [InlineData("""{"issuer":"https://i","subject":"s","audiences":["a","b"]}""", "Federated identity credentials must have exactly one audience.")]
    [InlineData("""{"issuer":"https://i","subject":"s","audiences":[]}""", "Federated identity credentials must have exactly one audience.")]
    [InlineData("""{"issuer":"","subject":"s","audiences":["a"]}""", "The request format was unexpected. Federated Identity Credential must specify 'issuer', 'subject' and 'audience'.")]
    [InlineData("""{"issuer":"http://i","subject":"s","audiences":["a"]}""", "The request format was unexpected. The issuer 'http://i' is not an https address.")]
    public async Task Put_OfABodyThatBreaksARule_IsRefused(string properties, string message) =>
        (await Cloud.PutAsync(Path("first"), $$"""{"properties":{{properties}} }""")).ShouldBeRefused(400, "BadRequest").Message.ShouldBe(message);

    [Fact]
    public async Task Put_OfASubjectOfMoreThan600Characters_IsRefused() =>
        (await PutAsync("first", subject: new string('s', 601))).ShouldBeRefused(400, "BadRequest");

    [Fact]
    public async Task Put_BelowAnIdentityThatIsMissing_IsRefused() =>
        (await Cloud.PutAsync(Path("first").Replace("/who/", "/nobody/"), Body(Subject))).ShouldBeRefused(404, "ParentResourceNotFound");

    [Theory]
    [InlineData("Managed Identity Contributor", 201)]
    [InlineData("Managed Identity Operator", 403)]
    public async Task Put_ByACallerWithARole_IsAnsweredAsTheRoleSays(string role, int status) =>
        (await Cloud.PutAsync(Path("first"), Body(Subject), await Cloud.AddPrincipalWithRoleAsync(role, _identity))).ShouldBe(status);

    [Fact]
    public async Task Put_WhileAnotherOneOfTheIdentityIsWritten_IsRefused()
    {
        TestReply? second = null;
        _beforeSet = async () =>
        {
            _beforeSet = () => Task.CompletedTask;
            second = await PutAsync("second", subject: "other");
        };

        (await PutAsync("first")).ShouldBe(201);

        second.ShouldNotBeNull().ShouldBeRefused(409, "ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity")
            .Message.ShouldStartWith($"Too many Federated Identity Credentials are written concurrently for the managed identity '{_identity}'.");
        (await PutAsync("second", subject: "other")).ShouldBe(201);
    }

    [Fact]
    public async Task Delete_OfTheIdentity_TakesItsCredentialsAlong()
    {
        await PutAsync("first");

        (await Cloud.DeleteAsync(_identity)).ShouldBe(200);
        await Cloud.MakeAsync(_identity, """{"location":"westus2"}""");

        (await Cloud.GetAsync(Path("first"))).ShouldBe(404);
        (await PutAsync("second")).ShouldBe(201);
    }

    [Fact]
    public async Task SetFederatedCredential_OfAResourceWithoutIdentity_SaysSo() =>
        (await Cloud.Get<IDirectory>().SetFederatedCredentialAsync(_identity + "x", new("first", Issuer, Subject, ["a"]))).ShouldBe(FederatedCredentialOutcome.NoIdentity);

    private static string Body(string subject) =>
        $$"""{"properties":{"issuer":"{{Issuer}}","subject":"{{subject}}","audiences":["api://AzureADTokenExchange"]} }""";

    private string Path(string name) => $"{_identity}/federatedIdentityCredentials/{name}".TrimEnd('/');

    private Task<TestReply> PutAsync(string name, string subject = Subject) => Cloud.PutAsync(Path(name), Body(subject));
}
