using System.Net;
using Microsoft.Extensions.Time.Testing;
using Verditer.Core;
using static Verditer.Clusters.Embedded.Tests.TestEngine;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>What a cluster's API refuses is kept, to be explained.</summary>
public sealed class RefusalTests : ClusterTest
{
    private KeptRefusals Kept => Test.Refusals;

    [Fact]
    public async Task Forbidden_IsKeptWithWhoAndWhatWasMissing()
    {
        using var user = await AsAsync("ada", "crew");
        using var answer = await user.GetAsync(new Uri("/apis/apps/v1/namespaces/shop/deployments/web?pretty=true", UriKind.Relative));

        answer.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        var kept = Kept.ShouldHaveSingleItem();
        answer.Headers.GetValues("Audit-Id").ShouldBe([kept.Id]);
        (kept.Surface, kept.Method, kept.Path, kept.Status, kept.Code).ShouldBe((RefusalSurface.Kubernetes, "GET", "/apis/apps/v1/namespaces/shop/deployments/web", 403, "Forbidden"));
        kept.Facts!.OrderBy(fact => fact.Key).Select(fact => $"{fact.Key}={fact.Value}").ShouldBe(
        [
            "apiGroup=apps", "cluster=demo", "clusterGroups=crew, system:authenticated", "clusterNamespace=shop", "clusterUser=ada", "impersonatedBy=masterclient", "objectName=web",
            "resource=deployments", "verb=get",
        ]);
    }

    [Fact]
    public async Task Unauthorized_IsKept_WithoutTheToken()
    {
        using var nobody = Client(await Test.KubeconfigAsync(), certificate: false);
        (await TestEngine.SendAsync(nobody, HttpMethod.Get, "/api/v1/pods", token: "a-secret-token")).Code.ShouldBe(HttpStatusCode.Unauthorized);

        var kept = Kept.ShouldHaveSingleItem();
        (kept.Status, kept.Code, kept.Facts!.Count).ShouldBe((401, "Unauthorized", 1));
        kept.ToString().ShouldNotContain("a-secret-token");
    }

    [Fact]
    public async Task Refusal_ThatIsRepeated_IsKeptOnce_AndNamesTheSameId()
    {
        using var user = await AsAsync("ada");
        HashSet<string> ids = [];
        for (var round = 0; round < 3; round++)
        {
            foreach (var name in (string[])["one", "two"])
            {
                using var answer = await user.GetAsync(new Uri($"/api/v1/namespaces/default/secrets/{name}", UriKind.Relative));
                ids.Add(answer.Headers.GetValues("Audit-Id").Single());
            }
        }

        Kept.Select(one => one.Id).ShouldBe(ids, ignoreOrder: true);
        ids.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Refusals_OfOneWhoNeverGivesUp_LeaveRoomForOthers()
    {
        var host = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var test = Start(host: host);
        await test.Engine.CreateAsync(Spec);
        using var user = As(await test.KubeconfigAsync(), "ada");
        for (var number = 0; number < 70; number++)
        {
            (await TestEngine.SendAsync(user, HttpMethod.Get, $"/api/v1/namespaces/n{number}/pods")).Code.ShouldBe(HttpStatusCode.Forbidden);
        }

        test.Refusals.Count().ShouldBe(60);
        host.Advance(TimeSpan.FromMinutes(1));
        await TestEngine.SendAsync(user, HttpMethod.Get, "/api/v1/namespaces/n1/pods");
        test.Refusals.Count().ShouldBe(61);
    }

    [Fact]
    public async Task Refusals_OfNobodyThatTheClusterKnows_LeaveRoomForOthers()
    {
        var host = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var test = Start(host: host);
        await test.Engine.CreateAsync(Spec);
        using var nobody = Client(await test.KubeconfigAsync(), certificate: false);
        for (var number = 0; number < 70; number++)
        {
            (await TestEngine.SendAsync(nobody, HttpMethod.Get, $"/api/v1/namespaces/n{number}/pods")).Code.ShouldBe(HttpStatusCode.Unauthorized);
        }

        test.Refusals.Count().ShouldBe(10);
        using var user = As(await test.KubeconfigAsync(), "ada");
        await TestEngine.SendAsync(user, HttpMethod.Get, "/api/v1/namespaces/n1/pods");
        test.Refusals.Count(refusal => refusal.Status == 403).ShouldBe(1);
        host.Advance(TimeSpan.FromMinutes(1));
        await TestEngine.SendAsync(nobody, HttpMethod.Get, "/api/v1/namespaces/n1/pods");
        test.Refusals.Count().ShouldBe(12);
    }

    [Fact]
    public async Task Refusal_ForAnotherReasonThanARole_NamesNoPermission()
    {
        await OkAsync("POST", $"{Rbac}/clusterroles", """{"metadata":{"name":"granter"},"rules":[{"verbs":["create"],"apiGroups":["rbac.authorization.k8s.io"],"resources":["clusterroles"]}]}""");
        await OkAsync("POST", $"{Rbac}/clusterrolebindings",
            """{"metadata":{"name":"granter"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"granter"},"subjects":[{"kind":"User","apiGroup":"rbac.authorization.k8s.io","name":"ada"}]}""");
        using var user = await AsAsync("ada");
        var (code, _) = await TestEngine.SendAsync(user, HttpMethod.Post, $"{Rbac}/clusterroles", """{"metadata":{"name":"more"},"rules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}]}""");

        code.ShouldBe(HttpStatusCode.Forbidden);
        var kept = Kept.ShouldHaveSingleItem();
        (kept.Facts![RefusalFacts.ClusterUser], kept.Facts.ContainsKey(RefusalFacts.Verb)).ShouldBe(("ada", false));
        kept.Message.ShouldContain("attempting to grant RBAC permissions not currently held");
    }

    private async Task<HttpClient> AsAsync(string user, params IReadOnlyList<string> groups) => As(await Test.KubeconfigAsync(), user, groups);

    private static HttpClient As(string kubeconfig, string user, params IReadOnlyList<string> groups)
    {
        var client = Client(kubeconfig);
        client.DefaultRequestHeaders.Add("Impersonate-User", user);
        foreach (var group in groups)
        {
            client.DefaultRequestHeaders.Add("Impersonate-Group", group);
        }

        return client;
    }
}
