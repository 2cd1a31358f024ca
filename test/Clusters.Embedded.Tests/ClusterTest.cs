using System.Net;
using System.Text.Json.Nodes;

namespace Verditer.Clusters.Embedded.Tests;

/// <summary>A cluster and its administrator, over the wire.</summary>
public abstract class ClusterTest(bool controllers = false) : IAsyncLifetime
{
    protected const string Core = "/api/v1/namespaces/default";
    protected const string Apps = "/apis/apps/v1/namespaces/default";
    protected const string Rbac = "/apis/rbac.authorization.k8s.io/v1";
    protected const string MergePatch = "application/merge-patch+json";
    protected const string StrategicPatch = "application/strategic-merge-patch+json";
    protected const string Apply = "application/apply-patch+yaml";

    protected const string Pod = """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"a","image":"a:1"}]}}""";

    protected const string Deployment = """
        {"metadata":{"name":"web","labels":{"app":"web"}},"spec":{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
         "spec":{"containers":[{"name":"a","image":"a:1"}]}}}}
        """;

    private protected TestEngine Test { get; private set; } = null!;

    protected HttpClient Admin { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        Test = TestEngine.Start(controllers);
        await Test.Engine.CreateAsync(TestEngine.Spec);
        Admin = TestEngine.Client(await Test.KubeconfigAsync());
    }

    public virtual async ValueTask DisposeAsync()
    {
        Admin.Dispose();
        await Test.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<(HttpStatusCode Code, JsonNode Body)> SendAsync(string method, string path, string? body = null, string contentType = "application/json") =>
        TestEngine.SendAsync(Admin, new(method), path, body, contentType);

    /// <summary>What must succeed.</summary>
    protected async Task<JsonNode> OkAsync(string method, string path, string? body = null, string contentType = "application/json")
    {
        var (code, answer) = await SendAsync(method, path, body, contentType);
        ((int)code).ShouldBeInRange(200, 299, answer.ToString());
        return answer;
    }
}
