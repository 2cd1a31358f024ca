using System.Net;
using System.Text.Json.Nodes;
using Verditer.Core;
using static Verditer.Clusters.Embedded.Tests.TestEngine;

namespace Verditer.Clusters.Embedded.Tests;

public sealed class AccessTests : IAsyncLifetime
{
    private TestEngine _test = null!;
    private HttpClient _admin = null!;
    private HttpClient _nobody = null!;

    public async ValueTask InitializeAsync()
    {
        _test = Start();
        await _test.Engine.CreateAsync(Spec);
        var kubeconfig = await _test.KubeconfigAsync();
        _admin = Client(kubeconfig);
        _nobody = Client(kubeconfig, certificate: false);
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _nobody.Dispose();
        await _test.DisposeAsync();
    }

    [Theory]
    [InlineData("/api/v1/pods", HttpStatusCode.Unauthorized)]
    [InlineData("/apis", HttpStatusCode.Unauthorized)]
    [InlineData("/version", HttpStatusCode.OK)]
    [InlineData("/readyz", HttpStatusCode.OK)]
    public async Task WithoutCredentials_OnlyHealthAndVersionAreShown(string path, HttpStatusCode expected) =>
        (await SendAsync(_nobody, HttpMethod.Get, path)).Code.ShouldBe(expected);

    [Fact]
    public async Task StaticToken_SignsIn()
    {
        using var client = Client(await _test.KubeconfigAsync(), certificate: false, token: true);

        (await SendAsync(client, HttpMethod.Get, "/api/v1/secrets")).Code.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task CertificateOfAnotherCluster_IsRefused()
    {
        await _test.Engine.CreateAsync(Spec with { ClusterKey = "c2", Name = "other" });
        var other = await _test.Engine.GetKubeconfigAsync("c2", new("clusterAdmin", "other", "other", true));
        var own = await _test.KubeconfigAsync();
        var mixed = own.Split("users:")[0] + "users:" + other.Split("users:")[1];
        using var client = Client(mixed);

        (await SendAsync(client, HttpMethod.Get, "/api/v1/pods")).Code.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Certificate_EndsByVerditersClock()
    {
        (await SendAsync(_admin, HttpMethod.Get, "/api/v1/pods")).Code.ShouldBe(HttpStatusCode.OK);

        _test.Clock.Offset = TimeSpan.FromDays(3 * 365);

        (await SendAsync(_admin, HttpMethod.Get, "/api/v1/pods")).Code.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task CloudProvider_HasItsRoleAndNoMore()
    {
        using var provider = Client(await _test.KubeconfigAsync(admin: false, user: "cloud-controller-manager"));

        (await SendAsync(provider, HttpMethod.Get, "/api/v1/services")).Code.ShouldBe(HttpStatusCode.OK);
        var (code, body) = await SendAsync(provider, HttpMethod.Delete, "/api/v1/namespaces/default/services/kubernetes");

        code.ShouldBe(HttpStatusCode.Forbidden);
        body.Text("message").ShouldBe(
            "services \"kubernetes\" is forbidden: User \"cloud-controller-manager\" cannot delete resource \"services\" in API group \"\" in the namespace \"default\"");
    }

    [Fact]
    public async Task ServiceAccountToken_HoldsWhatItsRolesGive_AndEndsWithTheAccount()
    {
        await SendAsync(_admin, HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"bob"}}""");
        await SendAsync(_admin, HttpMethod.Post, "/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings", """
            {"metadata":{"name":"bob"},"roleRef":{"kind":"ClusterRole","name":"view"},"subjects":[{"kind":"ServiceAccount","name":"bob","namespace":"default"}]}
            """);
        var token = await TokenAsync("{}");

        (await SendAsync(_nobody, HttpMethod.Get, "/api/v1/namespaces/default/pods", token: token)).Code.ShouldBe(HttpStatusCode.OK);
        (await SendAsync(_nobody, HttpMethod.Get, "/api/v1/namespaces/default/secrets", token: token)).Code.ShouldBe(HttpStatusCode.Forbidden);
        (await SendAsync(_nobody, HttpMethod.Get, "/api/v1/namespaces/kube-system/pods", token: token)).Code.ShouldBe(HttpStatusCode.Forbidden);
        await SendAsync(_admin, HttpMethod.Delete, "/api/v1/namespaces/default/serviceaccounts/bob");
        (await SendAsync(_nobody, HttpMethod.Get, "/api/v1/namespaces/default/pods", token: token)).Code.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ServiceAccountToken_ForAnotherAudience_IsRefused()
    {
        await SendAsync(_admin, HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"bob"}}""");
        var token = await TokenAsync("""{"spec":{"audiences":["api://AzureADTokenExchange"]}}""");

        (await SendAsync(_nobody, HttpMethod.Get, "/apis", token: token)).Code.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ServiceAccountToken_ThatIsChanged_IsRefused()
    {
        await SendAsync(_admin, HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"bob"}}""");
        var parts = (await TokenAsync("{}")).Split('.');
        var forged = $"{parts[0]}.{parts[1][..^4]}AAAA.{parts[2]}";

        (await SendAsync(_nobody, HttpMethod.Get, "/apis", token: forged)).Code.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Role_WithMoreThanItsWriterHolds_IsRefused()
    {
        using var provider = Client(await _test.KubeconfigAsync(admin: false, user: "cloud-controller-manager"));
        await SendAsync(_admin, HttpMethod.Post, "/apis/rbac.authorization.k8s.io/v1/clusterroles", """
            {"metadata":{"name":"role-writer"},"rules":[{"verbs":["create"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"]}]}
            """);
        await SendAsync(_admin, HttpMethod.Post, "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings", """
            {"metadata":{"name":"role-writer"},"roleRef":{"kind":"ClusterRole","name":"role-writer"},"subjects":[{"kind":"User","name":"cloud-controller-manager"}]}
            """);

        var (code, body) = await SendAsync(provider, HttpMethod.Post, "/apis/rbac.authorization.k8s.io/v1/clusterroles", """
            {"metadata":{"name":"all"},"rules":[{"verbs":["delete"],"apiGroups":[""],"resources":["secrets"]}]}
            """);

        code.ShouldBe(HttpStatusCode.Forbidden);
        body.Text("message")!.ShouldContain("is attempting to grant RBAC permissions not currently held:\n{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"delete\"]}");
    }

    [Fact]
    public async Task Token_BoundToASecret_EndsWithIt()
    {
        const string Secrets = "/api/v1/namespaces/default/secrets";
        await SendAsync(_admin, HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"bob"}}""");
        await SendAsync(_admin, HttpMethod.Post, Secrets, """{"metadata":{"name":"bindme"}}""");
        var token = await TokenAsync("""{"spec":{"boundObjectRef":{"kind":"Secret","apiVersion":"v1","name":"bindme"}}}""");

        (await IsKnownAsync(token)).ShouldBeTrue();
        await SendAsync(_admin, HttpMethod.Delete, $"{Secrets}/bindme");
        (await IsKnownAsync(token)).ShouldBeFalse();
    }

    [Fact]
    public async Task TokenReview_AnswersTheAudiencesThatTheTokenHas()
    {
        await SendAsync(_admin, HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"bob"}}""");
        var token = await TokenAsync("""{"spec":{"audiences":["vault","other"]}}""");

        (await ReviewAsync(token, "billing", "vault")).At("audiences")!.ToJsonString().ShouldBe("[\"vault\"]");
        (await ReviewAsync(token, "billing")).At("authenticated").ShouldBeNull();
    }

    [Fact]
    public async Task TokenReview_OfAStaticToken_KnowsItForThisApiAlone()
    {
        var token = (await _test.KubeconfigAsync()).Split("token: ")[1].Split('\n')[0].Trim();
        var own = (await ReviewAsync(token)).At("audiences")!.AsArray()[0]!.GetValue<string>();

        (await ReviewAsync(token, "vault", own)).At("audiences")!.ToJsonString().ShouldBe(new JsonArray(own).ToJsonString());
        (await ReviewAsync(token, "vault")).At("authenticated").ShouldBeNull();
    }

    private async Task<bool> IsKnownAsync(string token) => (await ReviewAsync(token)).At("authenticated") is JsonValue known && known.GetValue<bool>();

    /// <summary>The status of a review.</summary>
    private async Task<JsonNode> ReviewAsync(string token, params string[] audiences)
    {
        var spec = new JsonObject { ["token"] = token, ["audiences"] = new JsonArray([.. audiences.Select(one => (JsonNode)one)]) };
        var (_, body) = await SendAsync(_admin, HttpMethod.Post, "/apis/authentication.k8s.io/v1/tokenreviews", new JsonObject { ["spec"] = spec }.ToJsonString());
        return body.At("status")!;
    }

    private async Task<string> TokenAsync(string request)
    {
        var (code, body) = await SendAsync(_admin, HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts/bob/token", request);
        code.ShouldBe(HttpStatusCode.Created);
        return body.Text("status", "token")!;
    }
}
