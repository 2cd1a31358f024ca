using System.Buffers.Text;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Explaining;
using Verditer.ResourceManager.Testing;

namespace Verditer.Registry.Tests;

/// <summary>Who gets in: the two token endpoints, roles, the registry's own users.</summary>
public sealed class TokenTests : IAsyncLifetime
{
    private const string Acr = "https://containerregistry.azure.net";
    private const string TokenUser = "00000000-0000-0000-0000-000000000000";

    private readonly TestRegistry _registry = new();
    private RegistryClient _nobody = null!;

    /// <summary>Roles are given on the registry's group: they count for it as well.</summary>
    private string Group => $"{Cloud.Subscription}/resourceGroups/rg1";

    private TestCloud Cloud => _registry.Cloud;

    public async ValueTask InitializeAsync()
    {
        await _registry.InitializeAsync();
        _nobody = _registry.Client();
        using var admin = _registry.AdminClient();
        await admin.PushImageAsync("app");
    }

    public ValueTask DisposeAsync()
    {
        _nobody.Dispose();
        return _registry.DisposeAsync();
    }

    [Fact]
    public async Task Base_WithoutACredential_Challenges()
    {
        var reply = (await _nobody.GetAsync("/v2/")).ShouldBe(401, "UNAUTHORIZED");

        reply.Header("WWW-Authenticate").ShouldBe("Bearer realm=\"https://myacr.azurecr.io/oauth2/token\",service=\"myacr.azurecr.io\"");
        ((JsonArray)reply.Json["errors"]!)[0].Text("message").ShouldBe("authentication required, visit https://aka.ms/acr/authorization for more information.");
        Guid.TryParse(reply.Header("X-Ms-Correlation-Request-Id"), out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData("GET", "/v2/app/manifests/latest", "repository:app:pull", """[{"Type":"repository","Name":"app","Action":"pull"}]""")]
    [InlineData("POST", "/v2/app/blobs/uploads/", "repository:app:push,pull", """[{"Type":"repository","Name":"app","Action":"pull"},{"Type":"repository","Name":"app","Action":"push"}]""")]
    [InlineData("DELETE", "/v2/app/manifests/latest", "repository:app:delete", """[{"Type":"repository","Name":"app","Action":"delete"}]""")]
    [InlineData("GET", "/v2/_catalog", "registry:catalog:*", """[{"Type":"registry","Name":"catalog","Action":"*"}]""")]
    [InlineData("GET", "/acr/v1/library%2Fapp/_tags", "repository:library/app:metadata_read", """[{"Type":"repository","Name":"library/app","Action":"metadata_read"}]""")]
    [InlineData("PATCH", "/acr/v1/app", "repository:app:metadata_write", """[{"Type":"repository","Name":"app","Action":"metadata_write"}]""")]
    public async Task Request_WithoutACredential_SaysWhatItNeeds(string method, string path, string scope, string detail)
    {
        var reply = (await _nobody.SendAsync(method, path)).ShouldBe(401, "UNAUTHORIZED");

        reply.Header("WWW-Authenticate").ShouldBe($"Bearer realm=\"https://myacr.azurecr.io/oauth2/token\",service=\"myacr.azurecr.io\",scope=\"{scope}\"");
        ((JsonArray)reply.Json["errors"]!)[0]!["detail"]!.ToJsonString().ShouldBe(detail);
    }

    [Theory]
    [InlineData("AcrPull", true, false, false)]
    [InlineData("AcrPush", true, true, false)]
    [InlineData("AcrDelete", false, false, true)]
    [InlineData("Reader", true, false, false)]
    [InlineData("Contributor", true, true, true)]
    [InlineData("Owner", true, true, true)]
    public async Task Role_GivesWhatItSays(string role, bool pull, bool push, bool delete)
    {
        var principal = await Cloud.AddPrincipalWithRoleAsync(role, Group);
        using var client = await SignedInAsync(principal, "repository:app:pull,push,delete,metadata_read,metadata_write registry:catalog:*");

        (await client.GetAsync("/v2/")).ShouldBe(200);
        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(pull ? 200 : 401);
        (await client.GetAsync("/v2/app/tags/list")).ShouldBe(pull ? 200 : 401);
        (await client.GetAsync("/v2/_catalog")).ShouldBe(pull ? 200 : 401);
        (await client.SendAsync("POST", "/v2/app/blobs/uploads/")).ShouldBe(push ? 202 : 401);
        (await client.PatchAsync("/acr/v1/app", new() { ["listEnabled"] = true })).ShouldBe(push ? 200 : 401);
        (await client.DeleteAsync("/v2/app/manifests/absent")).ShouldBe(delete ? 404 : 401);
    }

    [Fact]
    public async Task PrincipalWithoutARole_GetsNoRefreshToken_AndTheReasonIsKept()
    {
        var principal = await Cloud.AddPrincipalAsync();

        var reply = (await ExchangeAsync(await Cloud.TokenAsync(principal))).ShouldBe(401, "UNAUTHORIZED");

        var refusal = Refusals().ShouldHaveSingleItem();
        refusal.Id.ShouldBe(reply.Header("X-Ms-Correlation-Request-Id"));
        (refusal.Surface, refusal.Caller!.ObjectId, refusal.Access!.Action, refusal.Access.Scope)
            .ShouldBe((RefusalSurface.ContainerRegistry, principal.ObjectId, "Microsoft.ContainerRegistry/registries/pull/read", _registry.Registry.Id.Text));
        refusal.Explanation!.Allowed.ShouldBeFalse();
    }

    [Fact]
    public async Task Push_WithAcrPullAlone_IsRefusedAndTheReasonIsKept()
    {
        var principal = await Cloud.AddPrincipalWithRoleAsync("AcrPull", Group);
        using var client = await SignedInAsync(principal, "repository:app:pull,push");

        var reply = (await client.SendAsync("POST", "/v2/app/blobs/uploads/")).ShouldBe(401, "UNAUTHORIZED");

        reply.Header("WWW-Authenticate").ShouldEndWith(",scope=\"repository:app:push,pull\",error=\"insufficient_scope\"");
        Refusals().ShouldContain(refusal => refusal.Id == reply.Header("X-Ms-Correlation-Request-Id") && refusal.Access!.Action == "Microsoft.ContainerRegistry/registries/push/write");
    }

    [Fact]
    public async Task Scopes_NoneOfWhichAreHeld_GetNoToken()
    {
        var principal = await Cloud.AddPrincipalWithRoleAsync("AcrPull", Group);
        var refresh = await RefreshAsync(principal);

        (await TokenAsync(refresh, "repository:app:delete")).ShouldBe(401, "UNAUTHORIZED");

        Refusals().ShouldHaveSingleItem().Access!.Action.ShouldBe("Microsoft.ContainerRegistry/registries/artifacts/delete");
    }

    [Fact]
    public async Task AccessToken_SaysWhatItIsFor()
    {
        var principal = await Cloud.AddPrincipalWithRoleAsync("AcrPull", Group);
        var refresh = await RefreshAsync(principal);
        var access = (await TokenAsync(refresh, "repository:app:pull,push,metadata_read")).ShouldBe(200).Json.Text("access_token")!;

        var claims = Claims(access);

        claims["access"]!.ToJsonString().ShouldBe("""[{"type":"repository","name":"app","actions":["pull","metadata_read"]}]""");
        (claims.Text("iss"), claims.Text("aud"), claims.Text("grant_type"), claims.Text("version")).ShouldBe(("Azure Container Registry", "myacr.azurecr.io", "access_token", "1.0"));
        (claims.Number("exp") - claims.Number("iat")).ShouldBe(75 * 60);
        Claims(refresh).Text("grant_type").ShouldBe("refresh_token");
        (Claims(refresh).Text("tenant"), Claims(refresh).Number("exp") - Claims(refresh).Number("iat") <= 3 * 3600).ShouldBe((Cloud.TenantId, true));
    }

    [Fact]
    public async Task AccessToken_IsForWhatItNamesAlone()
    {
        using var client = await SignedInAsync(Cloud.Owner, "repository:other:pull");

        var reply = (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(401, "UNAUTHORIZED");

        reply.Header("WWW-Authenticate").ShouldContain("error=\"insufficient_scope\"");
    }

    [Fact]
    public async Task Tokens_EndByVerditersClock()
    {
        var refresh = await RefreshAsync(Cloud.Owner);
        var access = (await TokenAsync(refresh, "repository:app:pull")).Json.Text("access_token")!;
        using var client = _registry.Client(TestRegistry.Bearer(access));

        Cloud.Clock.Offset = TimeSpan.FromMinutes(74);
        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);
        Cloud.Clock.Offset = TimeSpan.FromMinutes(75);
        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(401).Header("WWW-Authenticate").ShouldContain("error=\"invalid_token\"");
        Cloud.Clock.Offset = TimeSpan.FromHours(3);
        (await TokenAsync(refresh, "repository:app:pull")).ShouldBe(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task Role_TakenAway_StopsWorkingAtOnce()
    {
        var principal = await Cloud.AddPrincipalAsync();
        var assignment = (await Cloud.AssignAsync(principal.ObjectId, "AcrPull", Group)).Text("id")!;
        using var client = await SignedInAsync(principal, "repository:app:pull");
        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);

        await Cloud.DeleteAsync(assignment);

        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task RefreshToken_AsAPassword_LetsIn()
    {
        var principal = await Cloud.AddPrincipalWithRoleAsync("AcrPull", Group);
        var basic = TestRegistry.Basic(TokenUser, await RefreshAsync(principal));
        using var client = _registry.Client(basic);

        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);
        (await client.SendAsync("POST", "/v2/app/blobs/uploads/")).ShouldBe(401);
        var access = (await client.GetAsync("/oauth2/token?service=myacr.azurecr.io&scope=repository:app:pull&account=docker")).ShouldBe(200).Json.Text("access_token")!;
        using var bearer = _registry.Client(TestRegistry.Bearer(access));
        (await bearer.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);
    }

    [Fact]
    public async Task AccessToken_AsAPassword_GetsNothingThatLastsLongerOrDoesMore()
    {
        var first = (await TokenAsync(await RefreshAsync(Cloud.Owner), "repository:app:pull")).Json.Text("access_token")!;
        using var client = _registry.Client(TestRegistry.Basic(TokenUser, first));
        Cloud.Clock.Offset = TimeSpan.FromMinutes(60);

        var second = (await client.GetAsync("/oauth2/token?scope=repository:app:pull,push")).ShouldBe(200).Json.Text("access_token")!;

        Claims(second).Number("exp").ShouldBe(Claims(first).Number("exp"));
        Claims(second)["access"]!.ToJsonString().ShouldBe("""[{"type":"repository","name":"app","actions":["pull"]}]""");
    }

    [Fact]
    public async Task AccessToken_RenewedByItself_EndsWithTheFirst()
    {
        var first = (await TokenAsync(await RefreshAsync(Cloud.Owner), "repository:app:pull")).Json.Text("access_token")!;

        await RenewedEndsWithTheFirstAsync(first);
    }

    [Fact]
    public async Task AccessTokenOfAUser_WhosePasswordIsGoneMeanwhile_EndsWithTheFirst()
    {
        _registry.Registries.Users["robot"] = new("robot", [new("app", "content/read")]);
        using var robot = _registry.Client(TestRegistry.Basic("robot", SetRegistries.Password));
        var first = (await robot.GetAsync("/oauth2/token?scope=repository:app:pull")).ShouldBe(200).Json.Text("access_token")!;

        _registry.Registries.Users.Remove("robot");

        (await robot.GetAsync("/v2/app/manifests/latest")).ShouldBe(401);
        await RenewedEndsWithTheFirstAsync(first);
    }

    [Fact]
    public async Task Tokens_OfADeletedRegistry_AreNoneOfItsSuccessors()
    {
        var made = _registry.Add(TestRegistry.LoginServer, facts => facts with { Created = "2026-01-01T00:00:00Z" });
        var refresh = await RefreshAsync(Cloud.Owner);
        var access = (await TokenAsync(refresh, "repository:app:pull")).ShouldBe(200).Json.Text("access_token")!;
        using var client = _registry.Client(TestRegistry.Bearer(access));
        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);

        _registry.Registries.Set(made with { Created = "2026-01-02T00:00:00Z" });

        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(401, "UNAUTHORIZED");
        (await TokenAsync(refresh, "repository:app:pull")).ShouldBe(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task Application_WithItsSecret_LetsIn()
    {
        var made = await _registry.Get<IDirectory>().EnsureOwnedApplicationAsync(Cloud.TenantId, "an-app", "an app", Cloud.Owner.ObjectId, TimeSpan.FromDays(1));
        await Cloud.AssignAsync(made.PrincipalId, "AcrPull", Group);
        using var client = _registry.Client(TestRegistry.Basic(made.AppId, made.Secret));
        using var wrong = _registry.Client(TestRegistry.Basic(made.AppId, "wrong"));

        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);
        (await wrong.GetAsync("/v2/app/manifests/latest")).ShouldBe(401);
        Cloud.Clock.Offset = TimeSpan.FromDays(2);
        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(401);
    }

    [Fact]
    public async Task Admin_ByPasswordGrant_GetsATokenForEverything()
    {
        var reply = (await _nobody.PostFormAsync(
            "/oauth2/token", ("grant_type", "password"), ("service", "myacr.azurecr.io"), ("username", SetRegistries.Admin), ("password", SetRegistries.Password),
            ("scope", "repository:app:*"))).ShouldBe(200);

        using var client = _registry.Client(TestRegistry.Bearer(reply.Json.Text("access_token")!));
        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);
        (await client.DeleteAsync("/acr/v1/app")).ShouldBe(202);
        (await _nobody.PostFormAsync("/oauth2/token", ("grant_type", "password"), ("username", SetRegistries.Admin), ("password", "wrong"))).ShouldBe(401);
    }

    [Fact]
    public async Task UserWithAScopeMap_DoesWhatItAllows()
    {
        _registry.Registries.Users["robot"] = new("robot", [new("app", "content/read"), new("lib/*", "content/write"), new("lib/*", "content/read")]);
        using var client = _registry.Client(TestRegistry.Basic("robot", SetRegistries.Password));

        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);
        (await client.GetAsync("/v2/app/tags/list")).ShouldBe(401);
        (await client.SendAsync("POST", "/v2/app/blobs/uploads/")).ShouldBe(401);
        (await client.SendAsync("POST", "/v2/lib/x/blobs/uploads/")).ShouldBe(202);
        (await client.GetAsync("/v2/_catalog")).ShouldBe(401);
        var access = (await client.GetAsync("/oauth2/token?scope=repository:app:pull,push")).Json.Text("access_token")!;
        using var bearer = _registry.Client(TestRegistry.Bearer(access));
        (await bearer.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);
        (await bearer.SendAsync("POST", "/v2/app/blobs/uploads/")).ShouldBe(401);
    }

    [Fact]
    public async Task AnonymousPull_IsForPullsAlone_WhereItIsAllowed()
    {
        (await _nobody.GetAsync("/oauth2/token?service=myacr.azurecr.io&scope=repository:app:pull")).ShouldBe(401, "UNAUTHORIZED");
        _registry.Add(TestRegistry.LoginServer, facts => facts with { AnonymousPull = true });

        var access = (await _nobody.GetAsync("/oauth2/token?service=myacr.azurecr.io&scope=repository:app:pull,push")).ShouldBe(200).Json.Text("access_token")!;

        using var client = _registry.Client(TestRegistry.Bearer(access));
        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);
        (await client.SendAsync("POST", "/v2/app/blobs/uploads/")).ShouldBe(401);
        _registry.Add(TestRegistry.LoginServer);
        (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(401);
    }

    [Fact]
    public async Task Mount_FromARepositoryThatTheTokenMayNotRead_BecomesAnUpload()
    {
        using var client = await SignedInAsync(Cloud.Owner, "repository:mine:pull,push");
        var layer = RegistryClient.DigestOf("layer"u8.ToArray());

        (await client.SendAsync("POST", $"/v2/mine/blobs/uploads/?mount={layer}&from=app")).ShouldBe(202);
        using var both = await SignedInAsync(Cloud.Owner, "repository:mine:pull,push repository:app:pull");
        (await both.SendAsync("POST", $"/v2/mine/blobs/uploads/?mount={layer}&from=app")).ShouldBe(201);
    }

    [Fact]
    public async Task ArmToken_WhereTheRegistryTakesNone_IsRefused()
    {
        _registry.Add(TestRegistry.LoginServer, facts => facts with { TakesArmTokens = false });

        (await ExchangeAsync(await Cloud.TokenAsync(Cloud.Owner))).ShouldBe(401, "UNAUTHORIZED");

        Refusals()[0].Fact(RefusalFacts.AcceptedAudiences)!.ShouldContain(Acr);
    }

    [Fact]
    public async Task AcrToken_IsTaken()
    {
        var made = await _registry.Get<IDirectory>().EnsureOwnedApplicationAsync(Cloud.TenantId, "an-app", "an app", Cloud.Owner.ObjectId, TimeSpan.FromDays(1));
        await Cloud.AssignAsync(made.PrincipalId, "AcrPull", Group);
        var token = (await _registry.Get<ITokenIssuer>().ForClientSecretAsync(Cloud.TenantId, made.AppId, made.Secret, Acr + "/")).Token!.Value;

        (await ExchangeAsync(token, "access_token_refresh_token")).ShouldBe(200).Json.Text("refresh_token").ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task TokenOfAnotherTenant_IsRefused()
    {
        var stranger = await Cloud.AddPrincipalAsync(await Cloud.AddTenantAsync());

        (await ExchangeAsync(await Cloud.TokenAsync(stranger))).ShouldBe(401, "UNAUTHORIZED");
    }

    [Fact]
    public async Task TokenOfAnotherRegistry_IsRefused()
    {
        _registry.Add("other.azurecr.io");
        var refresh = await RefreshAsync(Cloud.Owner);
        var access = (await TokenAsync(refresh, "repository:app:pull")).Json.Text("access_token")!;
        using var other = _registry.Client(TestRegistry.Bearer(access), "other.azurecr.io");

        (await other.GetAsync("/v2/")).ShouldBe(401);
        (await other.PostFormAsync("/oauth2/token", ("grant_type", "refresh_token"), ("refresh_token", refresh))).ShouldBe(401);
        (await other.PostFormAsync("/oauth2/token", ("grant_type", "refresh_token"), ("refresh_token", refresh), ("service", "myacr.azurecr.io"))).ShouldBe(400);
    }

    [Fact]
    public async Task Token_Forged_IsRefused()
    {
        var refresh = await RefreshAsync(Cloud.Owner);
        var access = (await TokenAsync(refresh, "repository:app:pull")).Json.Text("access_token")!;
        var parts = access.Split('.');
        var more = Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[1])).Replace("pull", "push", StringComparison.Ordinal)));
        string[] forged =
        [
            $"{parts[0]}.{more}.{parts[2]}", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.{parts[1]}", parts[1], "", "..", refresh,
            $"{Base64Url.EncodeToString("""{"alg":"none","typ":"JWT"}"""u8)}.{more}.", $"{parts[0]}.{parts[1]}.{parts[2]}é", $"{parts[0]}..{parts[2]}",
        ];

        foreach (var token in forged)
        {
            using var client = _registry.Client();
            (await client.SendAsync("GET", "/v2/", null, ("Authorization", $"Bearer {Uri.EscapeDataString(token)}"))).ShouldBe(401);
        }
    }

    [Theory]
    [InlineData("Bearer")]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Negotiate abc")]
    [InlineData(",,,")]
    public async Task Credential_Broken_IsRefused(string header) => (await _nobody.SendAsync("GET", "/v2/", null, ("Authorization", header))).ShouldBe(401, "UNAUTHORIZED");

    [Fact]
    public async Task Principal_Removed_IsRefused()
    {
        const string resource = "/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/rg1/providers/Microsoft.ManagedIdentity/userAssignedIdentities/pod";
        var directory = _registry.Get<IDirectory>();
        var identity = await directory.EnsureManagedIdentityAsync(Cloud.TenantId, resource, ManagedIdentityKind.UserAssigned);
        await Cloud.AssignAsync(identity.PrincipalId, "AcrPull", Group);
        var refresh = await RefreshAsync(Cloud.IdentityOf(resource));

        await directory.DeleteManagedIdentityAsync(resource);

        (await TokenAsync(refresh, "repository:app:pull")).ShouldBe(401);
    }

    [Fact]
    public async Task Exchange_AskedWrongly_IsRefused()
    {
        (await _nobody.GetAsync("/oauth2/exchange")).ShouldBe(404);
        (await _nobody.PostFormAsync("/oauth2/exchange", ("grant_type", "refresh_token"), ("refresh_token", "x"))).ShouldBe(400);
        (await _nobody.PostFormAsync("/oauth2/exchange", ("grant_type", "access_token"))).ShouldBe(400);
        (await _nobody.PostFormAsync("/oauth2/token", ("grant_type", "nonsense"))).ShouldBe(400);
    }

    private IReadOnlyList<Refusal> Refusals() => _registry.Get<RefusalLog>().Find(_ => true);

    /// <summary>Renews at minute 70, in each way that there is, and tries before and after the first token's end.</summary>
    private async Task RenewedEndsWithTheFirstAsync(string first)
    {
        const string scope = "repository:app:pull";
        using var bearer = _registry.Client(TestRegistry.Bearer(first));
        using var basic = _registry.Client(TestRegistry.Basic(TokenUser, first));
        Cloud.Clock.Offset = TimeSpan.FromMinutes(70);
        Reply[] replies =
        [
            await bearer.GetAsync($"/oauth2/token?scope={scope}"),
            await basic.GetAsync($"/oauth2/token?scope={scope}"),
            await _nobody.PostFormAsync("/oauth2/token", ("grant_type", "password"), ("username", TokenUser), ("password", first), ("scope", scope)),
        ];
        foreach (var renewed in replies.Select(reply => reply.ShouldBe(200).Json.Text("access_token")!))
        {
            using var client = _registry.Client(TestRegistry.Bearer(renewed));
            Cloud.Clock.Offset = TimeSpan.FromMinutes(74);
            (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(200);
            Cloud.Clock.Offset = TimeSpan.FromMinutes(76);
            (await client.GetAsync("/v2/app/manifests/latest")).ShouldBe(401, "UNAUTHORIZED");
            (await client.GetAsync($"/oauth2/token?scope={scope}")).ShouldBe(401, "UNAUTHORIZED");
        }
    }

    private async Task<RegistryClient> SignedInAsync(TestPrincipal principal, string scope) =>
        _registry.Client(TestRegistry.Bearer((await TokenAsync(await RefreshAsync(principal), scope)).ShouldBe(200).Json.Text("access_token")!));

    private async Task<string> RefreshAsync(TestPrincipal principal) => (await ExchangeAsync(await Cloud.TokenAsync(principal))).ShouldBe(200).Json.Text("refresh_token")!;

    private Task<Reply> ExchangeAsync(string token, string grant = "access_token") => _nobody.PostFormAsync(
        "/oauth2/exchange", ("grant_type", grant), ("service", TestRegistry.LoginServer), ("tenant", Cloud.TenantId), ("access_token", token));

    private Task<Reply> TokenAsync(string refresh, string scope) => _nobody.PostFormAsync(
        "/oauth2/token", ("grant_type", "refresh_token"), ("service", TestRegistry.LoginServer), ("scope", scope), ("refresh_token", refresh));

    private static JsonObject Claims(string token) => Json.ParseObject(Base64Url.DecodeFromChars(token.Split('.')[1]));
}
