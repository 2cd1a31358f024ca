using System.Text;
using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ContainerRegistry.Tests;

public sealed class AdminCredentialsTests : RegistryTest
{
    private const string Shape = @"^[A-Za-z0-9+/]{42}\+ACR[A-Za-z0-9]{6}$";

    private string _registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _registry = await MakeAsync(properties: """{"adminUserEnabled":true}""");
    }

    [Fact]
    public async Task List_ShowsTwoPasswordsOfAzuresShape()
    {
        var shown = (await ListAsync()).ShouldBe(200);

        shown.Text("username").ShouldBe("myregistry");
        shown.At("passwords")!.AsArray().Select(p => p.Text("name")).ShouldBe(["password", "password2"]);
        Passwords(shown).ShouldAllBe(p => System.Text.RegularExpressions.Regex.IsMatch(p, Shape));
        Passwords(shown).Distinct().Count().ShouldBe(2);
        Passwords(await ListAsync()).ShouldBe(Passwords(shown));
    }

    [Fact]
    public async Task Verify_TakesBothPasswordsAndNoOther()
    {
        var passwords = Passwords(await ListAsync());

        passwords.ShouldAllBe(p => Registries.Verify(Facts(), "MyRegistry", p)!.Scopes == null);
        Registries.Verify(Facts(), "myregistry", passwords[0] + "x").ShouldBeNull();
        Registries.Verify(Facts(), "myregistry", "").ShouldBeNull();
        Registries.Verify(Facts(), "other", passwords[0]).ShouldBeNull();
        Registries.Verify(Facts(), "a/b", passwords[0]).ShouldBeNull();
    }

    [Fact]
    public async Task Regenerate_EndsOnePasswordAndKeepsTheOther()
    {
        var before = Passwords(await ListAsync());

        var after = Passwords((await Cloud.PostAsync($"{_registry}/regenerateCredential", """{"name":"password2"}""")).ShouldBe(200));

        after[0].ShouldBe(before[0]);
        after[1].ShouldNotBe(before[1]);
        Registries.Verify(Facts(), "myregistry", before[1]).ShouldBeNull();
        Registries.Verify(Facts(), "myregistry", after[1]).ShouldNotBeNull();
    }

    [Fact]
    public async Task Regenerate_OfAnotherName_IsRefused() =>
        (await Cloud.PostAsync($"{_registry}/regenerateCredential", """{"name":"password3"}""")).ShouldBeRefused(400, "InvalidParameters");

    [Fact]
    public async Task AdminUser_ThatIsDisabled_HasNoCredentialsUntilItIsEnabledAgain()
    {
        var password = Passwords(await ListAsync())[0];
        await Cloud.PatchAsync(_registry, """{"properties":{"adminUserEnabled":false}}""");

        Registries.Verify(Facts(), "myregistry", password).ShouldBeNull();
        (await ListAsync()).ShouldBeRefused(400, "UnAuthorizedForCredentialOperations",
            $"Cannot perform credential operations for {_registry} as admin user is disabled. Kindly enable admin user as per docs: https://docs.microsoft.com/en-us/azure/container-registry/container-registry-authentication#admin-account");
        (await Cloud.PostAsync($"{_registry}/regenerateCredential", """{"name":"password"}""")).ShouldBeRefused(400, "UnAuthorizedForCredentialOperations");

        await Cloud.PatchAsync(_registry, """{"properties":{"adminUserEnabled":true}}""");
        Registries.Verify(Facts(), "myregistry", password).ShouldNotBeNull();
    }

    [Fact]
    public async Task List_NeedsItsOwnAction()
    {
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", _registry);
        var pusher = await Cloud.AddPrincipalWithRoleAsync("AcrPush", _registry);
        var contributor = await Cloud.AddPrincipalWithRoleAsync("Contributor", _registry);

        (await ListAsync(reader)).ShouldBeRefused(403, "AuthorizationFailed").Message.ShouldContain("Microsoft.ContainerRegistry/registries/listCredentials/action");
        (await ListAsync(pusher)).ShouldBeRefused(403, "AuthorizationFailed");
        (await ListAsync(contributor)).ShouldBe(200);
    }

    [Fact]
    public async Task Passwords_AreNeverStoredInPlainText()
    {
        var passwords = Passwords(await ListAsync());

        foreach (var collection in (string[])["resources", "registry-credentials", "operations"])
        {
            var stored = await Cloud.Store.ListAsync(collection, cancellationToken: TestContext.Current.CancellationToken);
            stored.Documents.Select(d => Encoding.UTF8.GetString(d.Body.Span)).ShouldAllBe(text => !passwords.Any(p => text.Contains(p, StringComparison.Ordinal)));
        }
    }

    [Fact]
    public async Task Passwords_OutliveARestart()
    {
        var passwords = Passwords(await ListAsync());

        await Cloud.RestartAsync();
        await LoadAsync();

        Passwords(await ListAsync()).ShouldBe(passwords);
        Registries.Verify(Facts(), "myregistry", passwords[1]).ShouldNotBeNull();
    }

    private Task<TestReply> ListAsync(TestPrincipal? by = null) => Cloud.PostAsync($"{_registry}/listCredentials", by: by);

    private static List<string> Passwords(TestReply reply) => [.. reply.At("passwords")!.AsArray().Select(p => p.Text("value")!)];
}
