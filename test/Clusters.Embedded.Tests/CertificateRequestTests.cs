using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>Certificates that a cluster issues on request.</summary>
public sealed class CertificateRequestTests() : ClusterTest(controllers: true)
{
    private const string Requests = "/apis/certificates.k8s.io/v1/certificatesigningrequests";
    private const string Review = "/apis/authentication.k8s.io/v1/selfsubjectreviews";
    private const string ClientSigner = "kubernetes.io/kube-apiserver-client";
    private const string NodeSigner = "kubernetes.io/kube-apiserver-client-kubelet";
    private const string ServingSigner = "kubernetes.io/kubelet-serving";
    private const string Approval = """{"status":{"conditions":[{"type":"Approved","status":"True","reason":"Test","message":"by a test"}]}}""";

    [Theory]
    [InlineData(ClientSigner, "ann", "ops", false)]
    [InlineData(ClientSigner, "ann", "ops", true)]
    [InlineData(NodeSigner, "system:node:n0", "system:nodes", false)]
    public async Task ApprovedRequest_GetsACertificateThatSignsIn(string signer, string user, string group, bool rsa)
    {
        using AsymmetricAlgorithm key = rsa ? RSA.Create(2048) : ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AskAsync(Request(key, user, group), signer, "client auth");
        await ApproveAsync();

        using var certificate = Own(await IssuedAsync(), key);
        using var client = TestEngine.Client(await Test.KubeconfigAsync(), own: certificate);
        var (code, me) = await TestEngine.SendAsync(client, HttpMethod.Post, Review, "{}");

        code.ShouldBe(HttpStatusCode.Created, me.ToString());
        me.Text("status", "userInfo", "username").ShouldBe(user);
        me.At("status", "userInfo", "groups")!.AsArray().Select(one => one.Text()).ShouldBe([group, "system:authenticated"]);
    }

    [Fact]
    public async Task Certificate_IsDatedByVerditersClock()
    {
        Test.Clock.Offset = TimeSpan.FromDays(500);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AskAsync(Request(key, "ann", "ops"), ClientSigner, "client auth", seconds: 3600);
        await ApproveAsync();

        using var certificate = Own(await IssuedAsync(), key);
        using var client = TestEngine.Client(await Test.KubeconfigAsync(), own: certificate);
        var (before, _) = await TestEngine.SendAsync(client, HttpMethod.Post, Review, "{}");
        Test.Clock.Offset += TimeSpan.FromMinutes(61);
        var (after, _) = await TestEngine.SendAsync(client, HttpMethod.Post, Review, "{}");

        before.ShouldBe(HttpStatusCode.Created);
        after.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task ServingCertificate_HasTheNamesThatWereAskedFor()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("n0");
        names.AddIpAddress(IPAddress.Parse("10.224.0.4"));
        await AskAsync(Request(key, "system:node:n0", "system:nodes", names), ServingSigner, "server auth");
        await ApproveAsync();

        using var certificate = X509Certificate2.CreateFromPem(await IssuedAsync());

        certificate.MatchesHostname("n0").ShouldBeTrue();
        certificate.MatchesHostname("10.224.0.4").ShouldBeTrue();
        certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages[0].Value.ShouldBe("1.3.6.1.5.5.7.3.1");
    }

    [Theory]
    [InlineData(NodeSigner, "ann", "system:nodes", "client auth", "subject common name does not begin with system:node:")]
    [InlineData(NodeSigner, "system:node:n0", "ops", "client auth", "subject organization is not system:nodes")]
    [InlineData(ClientSigner, "ann", "ops", "server auth", "invalid usage for client certificate: server auth")]
    [InlineData(ServingSigner, "system:node:n0", "system:nodes", "server auth", "DNS or IP subjectAltName is required")]
    public async Task ApprovedRequest_ThatItsSignerDoesNotSign_Fails(string signer, string user, string group, string usage, string text)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AskAsync(Request(key, user, group), signer, usage);
        await ApproveAsync();

        var failed = await UntilAsync(value => Condition(value, "Failed") is not null);

        Condition(failed, "Failed").Text("message").ShouldBe(text);
        failed.Text("status", "certificate").ShouldBeNull();
    }

    [Fact]
    public async Task Requestor_IsWhoAsks_AndNothingOfTheRequestChanges()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var made = await AskAsync(Request(key, "ann", "ops"), ClientSigner, "client auth", more: ""","username":"somebody","groups":["system:masters"]""");

        var changed = await OkAsync("PATCH", $"{Requests}/r", """{"spec":{"signerName":"example.com/other"},"status":{"certificate":"YQ=="}}""", MergePatch);

        made.Text("spec", "username").ShouldBe("masterclient");
        changed.Text("spec", "signerName").ShouldBe(ClientSigner);
        changed.At("status", "certificate").ShouldBeNull();
    }

    [Fact]
    public async Task Masters_AreNotToBeHad()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

        var (code, body) = await TryAskAsync(Request(key, "ann", "system:masters"), ClientSigner, "client auth");

        code.ShouldBe(HttpStatusCode.Forbidden);
        body.Text("message").ShouldBe($"certificatesigningrequests.certificates.k8s.io \"r\" is forbidden: use of {ClientSigner} signer with system:masters group is not allowed");
    }

    [Theory]
    [InlineData("status", Approval, "updates may not add a condition of type \"Approved\"")]
    [InlineData("approval", """{"status":{"conditions":[{"type":"Approved","status":"False"}]}}""", "status.conditions[0].status: Unsupported value: \"False\"")]
    [InlineData("approval", """{"status":{"conditions":[{"type":"Approved","status":"True"},{"type":"Denied","status":"True"}]}}""", "Approved and Denied conditions are mutually exclusive")]
    public async Task Decision_InTheWrongPlaceOrForm_IsRefused(string part, string patch, string text)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AskAsync(Request(key, "ann", "ops"), ClientSigner, "client auth");

        var (code, body) = await SendAsync("PATCH", $"{Requests}/r/{part}", patch, MergePatch);

        code.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body.Text("message")!.ShouldContain(text);
    }

    [Fact]
    public async Task Approval_NeedsThePermissionForTheSigner()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await AskAsync(Request(key, "ann", "ops"), ClientSigner, "client auth");
        await OkAsync("POST", $"{Rbac}/clusterroles", """
            {"metadata":{"name":"approver"},"rules":[{"verbs":["get","patch"],"apiGroups":["certificates.k8s.io"],"resources":["certificatesigningrequests","certificatesigningrequests/approval"]}]}
            """);
        await OkAsync("POST", $"{Rbac}/clusterrolebindings", """
            {"metadata":{"name":"approver"},"roleRef":{"kind":"ClusterRole","name":"approver"},"subjects":[{"kind":"User","name":"user"}]}
            """);
        using var user = TestEngine.Client(await Test.KubeconfigAsync());
        user.DefaultRequestHeaders.Add("Impersonate-User", "user");

        var (before, refusal) = await TestEngine.SendAsync(user, HttpMethod.Patch, $"{Requests}/r/approval", Approval, MergePatch);
        await OkAsync("PATCH", $"{Rbac}/clusterroles/approver", """
            [{"op":"add","path":"/rules/-","value":{"verbs":["approve"],"apiGroups":["certificates.k8s.io"],"resources":["signers"],"resourceNames":["kubernetes.io/*"]}}]
            """, "application/json-patch+json");
        var (after, _) = await TestEngine.SendAsync(user, HttpMethod.Patch, $"{Requests}/r/approval", Approval, MergePatch);

        before.ShouldBe(HttpStatusCode.Forbidden);
        refusal.Text("message")!.ShouldEndWith($"user not permitted to approve requests with signerName \"{ClientSigner}\"");
        after.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("""{"request":"YQ==","signerName":"example.com/s","usages":["client auth"]}""", "spec.request: Invalid value: \"YQ==\": PEM block type must be CERTIFICATE REQUEST")]
    [InlineData("""{"request":"YQ==","usages":["client auth"]}""", "spec.signerName: Required value")]
    [InlineData("""{"request":"YQ==","signerName":"plain","usages":["flying"],"expirationSeconds":5}""", "spec.usages[0]: Unsupported value: \"flying\"")]
    [InlineData("""{"request":"YQ==","signerName":"plain","usages":["client auth"],"expirationSeconds":5}""", "may not specify a duration less than 600 seconds")]
    public async Task Request_ThatIsNone_IsRefused(string spec, string text)
    {
        var (code, body) = await SendAsync("POST", Requests, $$"""{"metadata":{"name":"r"},"spec":{{spec}}}""");

        code.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body.Text("message")!.ShouldContain(text);
    }

    private static string Request(AsymmetricAlgorithm key, string user, string group, SubjectAlternativeNameBuilder? names = null)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddOrganizationName(group);
        subject.AddCommonName(user);
        var request = key is RSA rsa
            ? new CertificateRequest(subject.Build(), rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            : new CertificateRequest(subject.Build(), (ECDsa)key, HashAlgorithmName.SHA256);
        if (names is not null)
        {
            request.CertificateExtensions.Add(names.Build());
        }

        return Convert.ToBase64String(Encoding.ASCII.GetBytes(request.CreateSigningRequestPem()));
    }

    private static X509Certificate2 Own(string pem, AsymmetricAlgorithm key)
    {
        using var certificate = X509Certificate2.CreateFromPem(pem);
        return key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key);
    }

    private static JsonNode? Condition(JsonNode value, string type) => (value.At("status", "conditions") as JsonArray ?? []).FirstOrDefault(one => one.Text("type") == type);

    private Task<(HttpStatusCode Code, JsonNode Body)> TryAskAsync(string request, string signer, string usage, int seconds = 7200, string more = "") => SendAsync("POST", Requests,
        $$$"""{"metadata":{"name":"r"},"spec":{"request":"{{{request}}}","signerName":"{{{signer}}}","usages":["digital signature","{{{usage}}}"],"expirationSeconds":{{{seconds}}} {{{more}}}}}""");

    private async Task<JsonNode> AskAsync(string request, string signer, string usage, int seconds = 7200, string more = "")
    {
        var (code, body) = await TryAskAsync(request, signer, usage, seconds, more);
        code.ShouldBe(HttpStatusCode.Created, body.ToString());
        return body;
    }

    private Task<JsonNode> ApproveAsync() => OkAsync("PATCH", $"{Requests}/r/approval", Approval, MergePatch);

    private async Task<string> IssuedAsync() => Encoding.ASCII.GetString(Convert.FromBase64String(
        (await UntilAsync(value => value.Text("status", "certificate") is not null)).Text("status", "certificate")!));

    /// <summary>Watches the request until it is as it should be.</summary>
    private async Task<JsonNode> UntilAsync(Func<JsonNode, bool> condition)
    {
        using var stream = await Admin.GetStreamAsync($"{Requests}?watch=true&timeoutSeconds=60", TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (JsonNode.Parse(line)!["object"] is { } value && condition(value))
            {
                return value;
            }
        }

        throw new TimeoutException("The request did not come to what was waited for.");
    }
}
