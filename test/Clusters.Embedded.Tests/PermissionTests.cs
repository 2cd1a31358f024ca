using System.Net;
using Verditer.Core;
using static Verditer.Clusters.Embedded.Tests.TestEngine;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>What somebody with few permissions cannot do, whichever way he asks.</summary>
public sealed class PermissionTests : IAsyncLifetime
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Pod = """{"metadata":{"name":"p1"},"spec":{"containers":[{"name":"a","image":"a:1"}]}}""";

    private TestEngine _test = null!;
    private HttpClient _admin = null!;
    private HttpClient _user = null!;

    public async ValueTask InitializeAsync()
    {
        _test = Start();
        await _test.Engine.CreateAsync(Spec);
        var kubeconfig = await _test.KubeconfigAsync();
        _admin = Client(kubeconfig);
        _user = Client(kubeconfig);
        _user.DefaultRequestHeaders.Add("Impersonate-User", "user");
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _user.Dispose();
        await _test.DisposeAsync();
    }

    [Theory]
    [InlineData("GET", "serviceaccounts/boss/token", "{}")]
    [InlineData("GET", "pods/p1/eviction", """{"kind":"Eviction","metadata":{"name":"p1"}}""")]
    [InlineData("GET", "pods/p1/binding", """{"kind":"Binding","target":{"name":"node-0"}}""")]
    public async Task Reader_OfASubresourceThatActs_IsRefusedAndChangesNothing(string method, string path, string body)
    {
        await MakeAsync("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"boss"}}""");
        await MakeAsync("/api/v1/namespaces/default/pods", Pod);
        await GrantAsync("""{"verbs":["get","list","watch"],"apiGroups":["*"],"resources":["*"]}""");

        var (code, _) = await SendAsync(_user, new(method), $"/api/v1/namespaces/default/{path}", body);

        code.ShouldBe(HttpStatusCode.MethodNotAllowed);
        var (_, pod) = await SendAsync(_admin, HttpMethod.Get, "/api/v1/namespaces/default/pods/p1");
        pod.Text("metadata", "name").ShouldBe("p1");
        pod.Text("metadata", "deletionTimestamp").ShouldBeNull();
        pod.Text("spec", "nodeName").ShouldBeNull();
    }

    [Theory]
    [InlineData("DELETE", "serviceaccounts/boss/token")]
    [InlineData("PUT", "pods/p1/eviction")]
    [InlineData("POST", "pods/p1/status")]
    [InlineData("PATCH", "pods/p1/log")]
    public async Task Subresource_ByAnotherVerbThanItsOwn_IsNotAllowed(string method, string path)
    {
        await MakeAsync("/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"boss"}}""");
        await MakeAsync("/api/v1/namespaces/default/pods", Pod);

        (await SendAsync(_admin, new(method), $"/api/v1/namespaces/default/{path}", "{}")).Code.ShouldBe(HttpStatusCode.MethodNotAllowed);
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/a/namespaces/b")]
    [InlineData("DELETE", "/api/v1/namespaces/a/namespaces/b")]
    [InlineData("DELETE", "/api/v1/namespaces/a/namespaces/a")]
    [InlineData("GET", "/api/v1/namespaces/a/namespaces")]
    [InlineData("POST", "/api/v1/namespaces/a/namespaces")]
    [InlineData("GET", "/api/v1/watch/namespaces/a/namespaces/b")]
    public async Task Namespaces_ThroughANamespace_AreNotServed(string method, string path)
    {
        await MakeAsync("/api/v1/namespaces", """{"metadata":{"name":"a"}}""");
        await MakeAsync("/api/v1/namespaces", """{"metadata":{"name":"b"}}""");
        await GrantAsync("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""", "a");

        (await SendAsync(_user, new(method), path, method == "POST" ? """{"metadata":{"name":"c"}}""" : null)).Code.ShouldBe(HttpStatusCode.NotFound);

        (await SendAsync(_admin, HttpMethod.Get, "/api/v1/namespaces/b")).Body.Text("metadata", "deletionTimestamp").ShouldBeNull();
        (await SendAsync(_admin, HttpMethod.Get, "/api/v1/namespaces/c")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("GET", "/api/v1/namespaces/a", HttpStatusCode.OK)]
    [InlineData("GET", "/api/v1/namespaces/a/status", HttpStatusCode.OK)]
    [InlineData("GET", "/api/v1/namespaces/b", HttpStatusCode.Forbidden)]
    [InlineData("GET", "/api/v1/namespaces/b/status", HttpStatusCode.Forbidden)]
    [InlineData("PUT", "/api/v1/namespaces/b/finalize", HttpStatusCode.Forbidden)]
    public async Task Namespace_IsTheConcernOfItsOwnRoles(string method, string path, HttpStatusCode expected)
    {
        await MakeAsync("/api/v1/namespaces", """{"metadata":{"name":"a"}}""");
        await MakeAsync("/api/v1/namespaces", """{"metadata":{"name":"b"}}""");
        await GrantAsync("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""", "a");

        (await SendAsync(_user, new(method), path, method == "PUT" ? "{}" : null)).Code.ShouldBe(expected);
    }

    [Fact]
    public async Task Apply_OfAMissingObject_NeedsCreateToo()
    {
        const string Applied = $"{Maps}/made?fieldManager=test";
        const string Config = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"made"},"data":{"k":"v"}}""";
        await GrantAsync("""{"verbs":["patch"],"apiGroups":[""],"resources":["configmaps"]}""");

        var (code, body) = await SendAsync(_user, HttpMethod.Patch, Applied, Config, "application/apply-patch+yaml");
        var (missing, _) = await SendAsync(_admin, HttpMethod.Get, $"{Maps}/made");
        await SendAsync(_admin, HttpMethod.Patch, Applied, Config, "application/apply-patch+yaml");
        var (changed, _) = await SendAsync(_user, HttpMethod.Patch, Applied, Config, "application/apply-patch+yaml");

        code.ShouldBe(HttpStatusCode.Forbidden);
        body.Text("message").ShouldBe("configmaps \"made\" is forbidden: User \"user\" cannot create resource \"configmaps\" in API group \"\" in the namespace \"default\"");
        missing.ShouldBe(HttpStatusCode.NotFound);
        changed.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData("POST", HttpStatusCode.Forbidden)]
    [InlineData("GET", HttpStatusCode.OK)]
    [InlineData("DELETE", HttpStatusCode.OK)]
    public async Task FieldSelector_NamesTheObjectOfAListOnly(string method, HttpStatusCode expected)
    {
        await GrantAsync("""{"verbs":["*"],"apiGroups":[""],"resources":["configmaps"],"resourceNames":["mine"]}""");

        var body = method == "POST" ? """{"metadata":{"name":"others"}}""" : null;
        (await SendAsync(_user, new(method), $"{Maps}?fieldSelector=metadata.name%3Dmine", body)).Code.ShouldBe(expected);
    }

    [Fact]
    public async Task Create_AtANamedPath_IsNotAllowed()
    {
        await GrantAsync("""{"verbs":["*"],"apiGroups":[""],"resources":["configmaps"],"resourceNames":["mine"]}""");

        (await SendAsync(_user, HttpMethod.Post, $"{Maps}/mine", """{"metadata":{"name":"others"}}""")).Code.ShouldBe(HttpStatusCode.MethodNotAllowed);

        (await SendAsync(_admin, HttpMethod.Get, $"{Maps}/others")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("/api/v1/namespaces/default/configmaps/mine?watch=true&timeoutSeconds=1")]
    [InlineData("/api/v1/watch/namespaces/default/configmaps/mine?timeoutSeconds=1")]
    [InlineData("/api/v1/watch/namespaces/default/configmaps/mine?timeoutSeconds=1&fieldSelector=metadata.name%3Dothers")]
    public async Task Watch_OfANamedObject_ShowsNoOther(string path)
    {
        await MakeAsync(Maps, """{"metadata":{"name":"mine"},"data":{"k":"v"}}""");
        await MakeAsync(Maps, """{"metadata":{"name":"others"},"data":{"k":"hidden"}}""");
        await GrantAsync("""{"verbs":["get","list","watch"],"apiGroups":[""],"resources":["configmaps"],"resourceNames":["mine"]}""");

        var text = await _user.GetStringAsync(path, TestContext.Current.CancellationToken);

        text.ShouldNotContain("hidden");
    }

    [Fact]
    public async Task Watch_OfOneNamespace_ShowsNoOther()
    {
        await MakeAsync("/api/v1/namespaces", """{"metadata":{"name":"a"}}""");
        await GrantAsync("""{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}""", "a");

        (await _user.GetStringAsync("/api/v1/namespaces/a?watch=true&timeoutSeconds=1", TestContext.Current.CancellationToken)).ShouldNotContain("kube-system");
    }

    [Fact]
    public async Task Label_ThatWouldGatherARoleIntoOnesOwn_IsRefused()
    {
        await MakeAsync($"{Rbac}/clusterroles", """{"metadata":{"name":"patcher"},"rules":[{"verbs":["get","patch"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"]}]}""");
        await MakeAsync($"{Rbac}/clusterrolebindings", """{"metadata":{"name":"patcher"},"roleRef":{"kind":"ClusterRole","name":"patcher"},"subjects":[{"kind":"User","name":"user"}]}""");

        var (code, _) = await SendAsync(_user, HttpMethod.Patch, $"{Rbac}/clusterroles/cluster-admin",
            """{"metadata":{"labels":{"rbac.authorization.k8s.io/aggregate-to-view":"true"}}}""", "application/merge-patch+json");

        code.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Role_WithAControlCharacterInItsName_IsRefused() =>
        (await SendAsync(_admin, HttpMethod.Post, $"{Rbac}/clusterroles", """{"metadata":{"name":"a\u0000b"},"rules":[]}""")).Code.ShouldBe(HttpStatusCode.UnprocessableEntity);

    /// <summary>A name that holds a line feed and another's groups is a name of its own: it neither takes that one's rights nor its lack of them.</summary>
    [Theory]
    [InlineData("bob\\ndevs", HttpStatusCode.Created)]
    [InlineData("bob", HttpStatusCode.Created)]
    public async Task Review_OfANameThatLooksLikeANameWithGroups_AnswersForThatNameAlone(string asked, HttpStatusCode code)
    {
        await MakeAsync($"{Rbac}/clusterrolebindings", """
            {"metadata":{"name":"devs"},"roleRef":{"kind":"ClusterRole","name":"cluster-admin"},"subjects":[{"kind":"Group","name":"devs"}]}
            """);
        const string Reviews = "/apis/authorization.k8s.io/v1/subjectaccessreviews";
        static string Review(string user, string groups) => $$$$"""
            {"spec":{"user":"{{{{user}}}}","groups":[{{{{groups}}}}],"resourceAttributes":{"verb":"list","resource":"secrets","namespace":"default"}}}
            """;

        (await SendAsync(_admin, HttpMethod.Post, Reviews, Review("bob", "\"devs\""))).Body.At("status", "allowed")!.GetValue<bool>().ShouldBeTrue();
        var (answered, alone) = await SendAsync(_admin, HttpMethod.Post, Reviews, Review(asked, ""));

        answered.ShouldBe(code);
        alone.At("status", "allowed")!.GetValue<bool>().ShouldBeFalse();
        (await SendAsync(_admin, HttpMethod.Post, Reviews, Review("bob", "\"devs\""))).Body.At("status", "allowed")!.GetValue<bool>().ShouldBeTrue();
    }

    private async Task MakeAsync(string path, string json)
    {
        var (code, body) = await SendAsync(_admin, HttpMethod.Post, path, json);
        code.ShouldBe(HttpStatusCode.Created, body.ToString());
    }

    /// <summary>Gives the user this rule in a namespace.</summary>
    private async Task GrantAsync(string rule, string @namespace = "default")
    {
        await MakeAsync($"{Rbac}/namespaces/{@namespace}/roles", $$"""{"metadata":{"name":"user"},"rules":[{{rule}}]}""");
        await MakeAsync($"{Rbac}/namespaces/{@namespace}/rolebindings", """
            {"metadata":{"name":"user"},"roleRef":{"kind":"Role","name":"user"},"subjects":[{"kind":"User","name":"user"}]}
            """);
    }
}
