namespace Verditer.Kubernetes.Tests.Api;

public sealed class RbacAuthorizerTests : IAsyncLifetime
{
    private static readonly AccessRequest ReadsPods = new("get", "", "pods", "default", "p", "");

    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        const string Group = "rbac.authorization.k8s.io";
        _cluster = await TestCluster.StartAsync();
        await _cluster.CreateAsync(new(Group, "clusterroles"), """{"metadata":{"name":"reader"},"rules":[{"verbs":["get"],"apiGroups":[""],"resources":["pods"]}]}""");
        await _cluster.CreateAsync(new(Group, "clusterrolebindings"), """
            {"metadata":{"name":"reader"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"reader"},
             "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"User","name":"known"}]}
            """);
    }

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public void Callers_OfEveryName_AreNotAllRemembered()
    {
        const int Callers = 10_000;
        var authorizer = new RbacAuthorizer(_cluster.Api.Store);
        for (var i = 0; i < Callers; i++)
        {
            authorizer.Allows(new($"caller-{i}", []), ReadsPods).ShouldBeFalse();
        }

        authorizer.Allows(new("known", []), ReadsPods).ShouldBeTrue();
        authorizer.Remembered.ShouldBeLessThan(Callers / 2);
    }

    [Fact]
    public void Caller_WithALongList_IsJudgedAndNotRemembered()
    {
        var authorizer = new RbacAuthorizer(_cluster.Api.Store);

        authorizer.Allows(new("known", [new string('g', 100_000)]), ReadsPods).ShouldBeTrue();

        authorizer.Remembered.ShouldBe(0);
    }
}
