using System.Net;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>A cluster with an issuer's address and workload identity.</summary>
public sealed class WorkloadIdentityTests : ClusterTest
{
    private const string Issuer = "https://westeurope.oic.prod-aks.azure.com/tenant/id/";
    private const string Tenant = "11111111-2222-3333-4444-555555555555";
    private const string Account = """{"metadata":{"name":"app","annotations":{"azure.workload.identity/client-id":"the-client"}}}""";

    private static readonly ControlPlaneSpec WithIssuer = TestEngine.Spec with { Issuer = Issuer, WorkloadIdentityTenant = Tenant };

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await OkAsync("POST", $"{Core}/serviceaccounts", Account);
    }

    [Fact]
    public async Task Tokens_BearTheIssuerAndThoseOfBeforeStayGood()
    {
        var before = await TokenAsync();

        await Test.Engine.CreateAsync(WithIssuer);
        var after = await TokenAsync();

        (Claim(before, "iss"), Claim(after, "iss")).ShouldBe(("https://kubernetes.default.svc.cluster.local", Issuer));
        (await WhoAsync(before)).ShouldBe("system:serviceaccount:default:app");
        (await WhoAsync(after)).ShouldBe("system:serviceaccount:default:app");
        var configuration = await OkAsync("GET", "/.well-known/openid-configuration");
        (configuration.Text("issuer"), configuration.Text("jwks_uri")).ShouldBe((Issuer, Issuer + "openid/v1/jwks"));
    }

    [Fact]
    public async Task Keys_AfterARotation_AreTheNewOneAndTheOldOneForADay()
    {
        await Test.Engine.CreateAsync(WithIssuer);
        var old = await TokenAsync("864000");

        await Test.Engine.RotateServiceAccountKeysAsync("c1", "first");
        await Test.Engine.RotateServiceAccountKeysAsync("c1", "first");
        var fresh = await TokenAsync("864000");

        (await KeyIdsAsync()).ShouldBe([Head(fresh), Head(old)]);
        (await WhoAsync(old)).ShouldBe("system:serviceaccount:default:app");
        Test.Clock.Offset += TimeSpan.FromHours(25);
        (await KeyIdsAsync()).ShouldBe([Head(fresh)]);
        (await WhoAsync(old)).ShouldBeNull();
        (await WhoAsync(fresh)).ShouldBe("system:serviceaccount:default:app");
    }

    [Fact]
    public async Task Keys_AfterASecondRotation_AreWithoutTheFirst()
    {
        await Test.Engine.CreateAsync(WithIssuer);
        var old = await TokenAsync();

        await Test.Engine.RotateServiceAccountKeysAsync("c1", "first");
        await Test.Engine.RotateServiceAccountKeysAsync("c1", "second");
        await Test.RestartAsync();
        await Test.Engine.CreateAsync(WithIssuer);

        (await KeyIdsAsync()).Count.ShouldBe(2);
        (await KeyIdsAsync()).ShouldNotContain(Head(old));
        (await WhoAsync(old)).ShouldBeNull();
    }

    [Fact]
    public async Task Keys_OfAClusterThatIsMissing_AreNone() => (await Test.Engine.FindServiceAccountKeysAsync("other")).ShouldBeNull();

    [Fact]
    public async Task Pod_WithTheLabel_GetsItsVariablesAndToken()
    {
        var pod = await PodAsync();

        var container = pod.At("spec", "containers")![0];
        container.At("env")!.AsArray().Select(one => $"{one.Text("name")}={one.Text("value")}").ShouldBe(
        [
            "AZURE_CLIENT_ID=the-client",
            $"AZURE_TENANT_ID={Tenant}",
            "AZURE_FEDERATED_TOKEN_FILE=/var/run/secrets/azure/tokens/azure-identity-token",
            "AZURE_AUTHORITY_HOST=https://login.microsoftonline.com/",
        ]);
        Named(container, "volumeMounts")!.ToJsonString().ShouldBe("""{"name":"azure-identity-token","mountPath":"/var/run/secrets/azure/tokens","readOnly":true}""");
        Named(pod["spec"], "volumes")!["projected"]!["sources"]!.ToJsonString().ShouldBe(
            """[{"serviceAccountToken":{"path":"azure-identity-token","expirationSeconds":3600,"audience":"api://AzureADTokenExchange"}}]""");
    }

    [Fact]
    public async Task Pod_WithoutTheLabel_StaysAsItIs()
    {
        var pod = await PodAsync(labels: """{"azure.workload.identity/use":"false"}""");

        (pod.At("spec", "containers")![0].At("env"), Named(pod["spec"], "volumes")).ShouldBe((null, null));
    }

    [Fact]
    public async Task Pod_OfAClusterWithoutWorkloadIdentity_StaysAsItIs() => Named((await PodAsync(enable: false))["spec"], "volumes").ShouldBeNull();

    [Fact]
    public async Task Pod_WithAnnotations_IsMadeAsTheySay()
    {
        await OkAsync("PATCH", $"{Core}/serviceaccounts/app", """
            {"metadata":{"annotations":{"azure.workload.identity/tenant-id":"other-tenant","azure.workload.identity/service-account-token-expiration":"7200"}}}
            """, MergePatch);

        var pod = await PodAsync("""{"azure.workload.identity/skip-containers":"b; c"}""",
            """[{"name":"a","image":"a:1","env":[{"name":"AZURE_CLIENT_ID","value":"own"}]},{"name":"b","image":"a:1"},{"name":"c","image":"a:1"}]""");

        var env = pod.At("spec", "containers")![0]!["env"]!.AsArray().Select(one => one.Text("value")).ToList();
        (env[0], env[1], env.Count).ShouldBe(("own", "other-tenant", 4));
        pod.At("spec", "containers")!.AsArray().Skip(1).ShouldAllBe(one => one!["env"] == null && Named(one, "volumeMounts") == null);
        Named(pod["spec"], "volumes")!["projected"]!["sources"]![0]!["serviceAccountToken"]!["expirationSeconds"]!.GetValue<int>().ShouldBe(7200);
    }

    [Fact]
    public async Task Pod_ThatAsksForTheProxy_GetsBothOfItsContainers()
    {
        var pod = await PodAsync("""{"azure.workload.identity/inject-proxy-sidecar":"true","azure.workload.identity/proxy-sidecar-port":"9000"}""");

        pod.At("spec", "containers")!.AsArray().Select(one => one.Text("name")).ShouldBe(["azwi-proxy", "a"]);
        pod.At("spec", "containers")![0]!["args"]![0]!.GetValue<string>().ShouldBe("--proxy-port=9000");
        pod.At("spec", "initContainers")![0]!["env"]![0].Text("value").ShouldBe("9000");
    }

    [Theory]
    [InlineData("""{"azure.workload.identity/service-account-token-expiration":"3599"}""", "false", "token expiration 3599 not valid. Expected value to be between 3600 and 86400")]
    [InlineData("""{"azure.workload.identity/service-account-token-expiration":"86401"}""", "false", "token expiration 86401 not valid. Expected value to be between 3600 and 86400")]
    [InlineData("""{"azure.workload.identity/service-account-token-expiration":"long"}""", "false", "strconv.ParseInt: parsing \"long\": invalid syntax")]
    [InlineData("""{"azure.workload.identity/inject-proxy-sidecar":"true"}""", "true", "hostNetwork is set to true, cannot inject proxy sidecar")]
    [InlineData("""{"azure.workload.identity/inject-proxy-sidecar":"true","azure.workload.identity/proxy-sidecar-port":"x"}""", "false",
        "failed to parse proxy sidecar port: strconv.ParseInt: parsing \"x\": invalid syntax")]
    public async Task Pod_ThatTheWebhookRefuses_IsNotMade(string annotations, string hostNetwork, string why)
    {
        await Test.Engine.CreateAsync(WithIssuer);

        var (code, body) = await SendAsync("POST", $"{Core}/pods", Body(annotations, """[{"name":"a","image":"a:1"}]""", """{"azure.workload.identity/use":"true"}""", hostNetwork));

        code.ShouldBe(HttpStatusCode.BadRequest);
        body.Text("message").ShouldBe($"admission webhook \"mutation.azure-workload-identity.io\" denied the request: {why}");
    }

    private static string Body(string annotations, string containers, string labels, string hostNetwork) =>
        $$"""{"metadata":{"name":"p","labels":{{labels}},"annotations":{{annotations}} },"spec":{"serviceAccountName":"app","hostNetwork":{{hostNetwork}},"containers":{{containers}} } }""";

    private static JsonNode? Named(JsonNode? owner, string list) =>
        (owner![list] as JsonArray)?.FirstOrDefault(one => one.Text("name") == "azure-identity-token");

    private static JsonObject Part(string token, int part) => Json.ParseObject(System.Buffers.Text.Base64Url.DecodeFromChars(token.Split('.')[part]));

    private static string? Claim(string token, string name) => Part(token, 1).Text(name);

    private static string? Head(string token) => Part(token, 0).Text("kid");

    private async Task<JsonNode> PodAsync(
        string annotations = "{}", string containers = """[{"name":"a","image":"a:1"}]""", string labels = """{"azure.workload.identity/use":"true"}""", bool enable = true)
    {
        if (enable)
        {
            await Test.Engine.CreateAsync(WithIssuer);
        }

        return await OkAsync("POST", $"{Core}/pods", Body(annotations, containers, labels, "false"));
    }

    private async Task<string> TokenAsync(string seconds = "3600") =>
        (await OkAsync("POST", $"{Core}/serviceaccounts/app/token", $$"""{"spec":{"expirationSeconds":{{seconds}} } }""")).Text("status", "token")!;

    private async Task<IReadOnlyList<string?>> KeyIdsAsync()
    {
        var keys = (await Test.Engine.FindServiceAccountKeysAsync("c1"))!["keys"]!.AsArray();
        JsonNode.Parse((await OkAsync("GET", "/openid/v1/jwks")).GetValue<string>())!["keys"]!.ToJsonString().ShouldBe(keys.ToJsonString());
        return [.. keys.Select(key => key.Text("kid"))];
    }

    /// <summary>Whose token it is; null when it is refused.</summary>
    private async Task<string?> WhoAsync(string token)
    {
        var review = await OkAsync("POST", "/apis/authentication.k8s.io/v1/tokenreviews", $$"""{"spec":{"token":"{{token}}"} }""");
        return review.Text("status", "user", "username");
    }
}
