using System.Net;
using System.Text.Json.Nodes;
using Verditer.Core;
using static Verditer.Clusters.Embedded.Tests.TestEngine;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>Whoever acts as somebody else may do so for each thing that he claims.</summary>
public sealed class ImpersonationTests : IAsyncLifetime
{
    private const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    private const string Review = "/apis/authentication.k8s.io/v1/selfsubjectreviews";

    private TestEngine _test = null!;
    private HttpClient _admin = null!;
    private HttpClient _nobody = null!;
    private string _token = "";

    public async ValueTask InitializeAsync()
    {
        _test = Start();
        await _test.Engine.CreateAsync(Spec);
        var kubeconfig = await _test.KubeconfigAsync();
        _admin = Client(kubeconfig);
        _nobody = Client(kubeconfig, certificate: false);
        await SendAsync(_admin, HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts", """{"metadata":{"name":"bob"}}""");
        await SendAsync(_admin, HttpMethod.Post, $"{Rbac}/clusterrolebindings", """
            {"metadata":{"name":"bob"},"roleRef":{"kind":"ClusterRole","name":"bob"},"subjects":[{"kind":"ServiceAccount","name":"bob","namespace":"default"}]}
            """);
        _token = (await SendAsync(_admin, HttpMethod.Post, "/api/v1/namespaces/default/serviceaccounts/bob/token", "{}")).Body.Text("status", "token")!;
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        _nobody.Dispose();
        await _test.DisposeAsync();
    }

    [Theory]
    [InlineData("Impersonate-Uid", "u1", "uids.authentication.k8s.io \"u1\"", "uids")]
    [InlineData("Impersonate-Extra-Scopes", "view", "userextras.authentication.k8s.io \"view\"", "userextras/scopes")]
    [InlineData("Impersonate-Group", "ops", "groups \"ops\"", "groups")]
    public async Task Claim_WithoutItsOwnPermission_IsRefused(string header, string value, string subject, string resource)
    {
        await GrantAsync("""{"verbs":["impersonate"],"apiGroups":[""],"resources":["users"]}""");

        var (alone, _) = await AskAsync(("Impersonate-User", "ann"));
        var (code, body) = await AskAsync(("Impersonate-User", "ann"), (header, value));

        alone.ShouldBe(HttpStatusCode.Created);
        code.ShouldBe(HttpStatusCode.Forbidden);
        body.Text("message")!.ShouldStartWith($"{subject} is forbidden: User \"system:serviceaccount:default:bob\" cannot impersonate resource \"{resource}\"");
    }

    [Fact]
    public async Task Claims_WithTheirPermissions_AreTheCaller()
    {
        await GrantAsync("""
            {"verbs":["impersonate"],"apiGroups":[""],"resources":["users","groups"]},
            {"verbs":["impersonate"],"apiGroups":["authentication.k8s.io"],"resources":["uids"],"resourceNames":["u1"]},
            {"verbs":["impersonate"],"apiGroups":["authentication.k8s.io"],"resources":["userextras/acme.com/team"],"resourceNames":["red"]}
            """);

        var (_, body) = await AskAsync(("Impersonate-User", "ann"), ("Impersonate-Group", "ops"), ("Impersonate-Uid", "u1"), ("Impersonate-Extra-Acme.com%2Fteam", "red"));
        var (other, _) = await AskAsync(("Impersonate-User", "ann"), ("Impersonate-Extra-Acme.com%2Fteam", "blue"));

        var user = body.At("status", "userInfo");
        user.Text("username").ShouldBe("ann");
        user.Text("uid").ShouldBe("u1");
        user.At("groups")!.AsArray().Select(one => one.Text()).ShouldBe(["ops", "system:authenticated"]);
        JsonNode.DeepEquals(user.At("extra", "acme.com/team"), new JsonArray("red")).ShouldBeTrue();
        other.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("Impersonate-Uid")]
    [InlineData("Impersonate-Extra-Scopes")]
    public async Task Claim_WithoutAUser_IsAnError(string header) =>
        (await AskAsync((header, "x"))).Code.ShouldBe(HttpStatusCode.InternalServerError);

    private Task GrantAsync(string rules) =>
        SendAsync(_admin, HttpMethod.Post, $"{Rbac}/clusterroles", $$"""{"metadata":{"name":"bob"},"rules":[{{rules}}]}""");

    private async Task<(HttpStatusCode Code, JsonNode Body)> AskAsync(params (string Name, string Value)[] headers)
    {
        _nobody.DefaultRequestHeaders.Clear();
        foreach (var (name, value) in headers)
        {
            _nobody.DefaultRequestHeaders.TryAddWithoutValidation(name, value).ShouldBeTrue();
        }

        return await SendAsync(_nobody, HttpMethod.Post, Review, "{}", token: _token);
    }
}
