using System.Text;
using Verditer.Core;
using Verditer.ResourceManager.Testing;

namespace Verditer.Providers.ContainerRegistry.Tests;

public sealed class TokenTests : RegistryTest
{
    private string _registry = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _registry = await MakeAsync();
    }

    [Fact]
    public async Task Token_OfAScopeMap_MayDoWhatItSays()
    {
        await Cloud.PutAsync($"{_registry}/scopeMaps/readers", """{"properties":{"actions":["repositories/team/*/content/read","repositories/app/metadata/write"]}}""");
        var made = await MakeTokenAsync("readers");
        made.At("properties", "credentials")!.ToJsonString().ShouldBe("""{"certificates":[],"passwords":[]}""");
        made.Text("properties", "status").ShouldBe("enabled");

        var password = Passwords(await GenerateAsync())[0];

        var user = Registries.Verify(Facts(), "ROBOT", password).ShouldNotBeNull();
        user.Name.ShouldBe("robot");
        user.Scopes.ShouldBe([new RegistryRight("team/*", "content/read"), new RegistryRight("app", "metadata/write")]);
        Registries.Verify(Facts(), "robot", password[..^1]).ShouldBeNull();
        Registries.Verify(Facts(), "myregistry", password).ShouldBeNull();
    }

    [Fact]
    public async Task Generate_OfBoth_ShowsValuesOnceAndTheTokenNamesOnly()
    {
        await MakeTokenAsync();

        var made = (await GenerateAsync()).ShouldBe(200);

        made.Text("username").ShouldBe("robot");
        made.At("passwords")!.AsArray().Select(p => p.Text("name")).ShouldBe(["password1", "password2"]);
        var shown = await Cloud.GetAsync($"{_registry}/tokens/robot");
        shown.At("properties", "credentials", "passwords")!.AsArray().Select(p => p.Text("name")).ShouldBe(["password1", "password2"]);
        foreach (var password in Passwords(made))
        {
            shown.Body!.ToJsonString().ShouldNotContain(password);
            (await StoredTextsAsync()).ShouldAllBe(text => !text.Contains(password, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Generate_OfOne_KeepsTheOther()
    {
        await MakeTokenAsync();
        var before = Passwords(await GenerateAsync());

        var made = Passwords(await GenerateAsync("""
            "name":"password1"
            """)).Single();

        Registries.Verify(Facts(), "robot", before[0]).ShouldBeNull();
        Registries.Verify(Facts(), "robot", before[1]).ShouldNotBeNull();
        Registries.Verify(Facts(), "robot", made).ShouldNotBeNull();
    }

    [Fact]
    public async Task Password_PastItsEnd_IsRefused()
    {
        await MakeTokenAsync();
        var password = Passwords(await GenerateAsync($"\"expiry\":\"{Cloud.Clock.GetUtcNow().AddDays(2):O}\""))[0];
        Cloud.Advance(TimeSpan.FromDays(1.9));
        Registries.Verify(Facts(), "robot", password).ShouldNotBeNull();

        Cloud.Advance(TimeSpan.FromDays(0.1));

        Registries.Verify(Facts(), "robot", password).ShouldBeNull();
    }

    [Theory]
    [InlineData("\"name\":\"password3\"")]
    [InlineData("\"expiry\":\"2020-01-01T00:00:00Z\"")]
    [InlineData("\"expiry\":\"tomorrow\"")]
    public async Task Generate_OfWhatCannotBe_IsRefused(string asked)
    {
        await MakeTokenAsync();

        (await GenerateAsync(asked)).ShouldBeRefused(400, "InvalidParameters");
    }

    [Fact]
    public async Task Generate_ForATokenOfAnotherRegistry_IsRefused()
    {
        await MakeTokenAsync();
        var other = await MakeAsync("otherregistry");

        (await Cloud.PostAsync($"{other}/generateCredentials", $$"""{"tokenId":"{{_registry}}/tokens/robot"}""")).ShouldBeRefused(400, "InvalidParameters");
        (await Cloud.PostAsync($"{other}/generateCredentials", $$"""{"tokenId":"{{other}}/tokens/robot"}""")).ShouldBeRefused(404, "ResourceNotFound");
    }

    [Fact]
    public async Task Write_ThatListsOnePassword_TakesTheOtherAway()
    {
        await MakeTokenAsync();
        var passwords = Passwords(await GenerateAsync());

        var patched = (await Cloud.PatchAsync($"{_registry}/tokens/robot", """{"properties":{"credentials":{"passwords":[{"name":"password2"}]}}}""")).ShouldBe(200);

        patched.At("properties", "credentials", "passwords")!.AsArray().Single().Text("name").ShouldBe("password2");
        Registries.Verify(Facts(), "robot", passwords[0]).ShouldBeNull();
        Registries.Verify(Facts(), "robot", passwords[1]).ShouldNotBeNull();
    }

    [Fact]
    public async Task Token_Disabled_IsRefusedUntilItIsEnabled()
    {
        await MakeTokenAsync();
        var password = Passwords(await GenerateAsync())[0];

        await Cloud.PatchAsync($"{_registry}/tokens/robot", """{"properties":{"status":"disabled"}}""");
        Registries.Verify(Facts(), "robot", password).ShouldBeNull();

        await Cloud.PatchAsync($"{_registry}/tokens/robot", """{"properties":{"status":"enabled"}}""");
        Registries.Verify(Facts(), "robot", password).ShouldNotBeNull();
    }

    [Fact]
    public async Task Token_MadeAgain_HasNoPasswordOfTheOldOne()
    {
        await MakeTokenAsync();
        var password = Passwords(await GenerateAsync())[0];
        (await Cloud.DeleteAsync($"{_registry}/tokens/robot")).ShouldBe(200);
        Registries.Verify(Facts(), "robot", password).ShouldBeNull();

        await MakeTokenAsync();

        Registries.Verify(Facts(), "robot", password).ShouldBeNull();
    }

    [Fact]
    public async Task Token_WhoseScopeMapIsDeleted_MayDoNothing()
    {
        await Cloud.PutAsync($"{_registry}/scopeMaps/readers", """{"properties":{"actions":["repositories/*/content/read"]}}""");
        await MakeTokenAsync("readers");
        var password = Passwords(await GenerateAsync())[0];

        await Cloud.DeleteAsync($"{_registry}/scopeMaps/readers");

        Registries.Verify(Facts(), "robot", password).ShouldNotBeNull().Scopes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Token_OfAScopeMapThatIsNotOfItsRegistry_IsRefused()
    {
        var other = await MakeAsync("otherregistry");

        (await Cloud.PutAsync($"{_registry}/tokens/robot", $$$"""{"properties":{"scopeMapId":"{{{other}}}/scopeMaps/_repositories_pull"}}""")).ShouldBeRefused(400, "InvalidParameters");
        (await Cloud.PutAsync($"{_registry}/tokens/robot", $$$"""{"properties":{"scopeMapId":"{{{_registry}}}/scopeMaps/absent"}}""")).ShouldBeRefused(400, "InvalidParameters");
        (await Cloud.PutAsync($"{_registry}/tokens/robot", """{"properties":{}}""")).ShouldBeRefused(400, "InvalidParameters");
    }

    [Fact]
    public async Task Tokens_BeyondWhatTheSkuAllows_AreRefused()
    {
        for (var i = 0; i < 100; i++)
        {
            await MakeTokenAsync(name: $"robot{i}");
        }

        (await PutTokenAsync("_repositories_pull", "robot100")).ShouldBeRefused(409, "QuotaExceeded");
    }

    [Fact]
    public async Task Tokens_OutliveARestart()
    {
        await MakeTokenAsync();
        var password = Passwords(await GenerateAsync())[0];

        await Cloud.RestartAsync();
        await LoadAsync();

        Registries.Verify(Facts(), "robot", password).ShouldNotBeNull().Scopes.ShouldBe([new RegistryRight("*", "content/read")]);
    }

    private async Task<TestReply> MakeTokenAsync(string scopeMap = "_repositories_pull", string name = "robot") => (await PutTokenAsync(scopeMap, name)).ShouldBe(201);

    private Task<TestReply> PutTokenAsync(string scopeMap, string name) =>
        Cloud.PutAsync($"{_registry}/tokens/{name}", $$$"""{"properties":{"scopeMapId":"{{{_registry}}}/scopeMaps/{{{scopeMap}}}"}}""");

    private Task<TestReply> GenerateAsync(string? more = null) =>
        Cloud.PostAsync($"{_registry}/generateCredentials", $$"""{"tokenId":"{{_registry}}/tokens/robot"{{(more is null ? "" : "," + more)}}}""");

    private async Task<IEnumerable<string>> StoredTextsAsync()
    {
        var documents = await Cloud.Store.ListAsync("registry-credentials", cancellationToken: TestContext.Current.CancellationToken);
        return documents.Documents.Select(d => Encoding.UTF8.GetString(d.Body.Span));
    }

    private static List<string> Passwords(TestReply reply) => [.. reply.ShouldBe(200).At("passwords")!.AsArray().Select(p => p.Text("value")!)];
}
