using System.Text.Json.Nodes;
using Verditer.Core;
using static Verditer.Kubernetes.Tests.Api.TestCluster;

namespace Verditer.Kubernetes.Tests.Api;

public sealed class ObjectTests : IAsyncLifetime
{
    private const string Pod = """{"metadata":{"name":"web","namespace":"default"},"spec":{"containers":[{"name":"web","image":"nginx"}]}}""";

    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task Create_SetsWhatTheServerDecides()
    {
        var made = await _cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"a","namespace":"default","uid":"mine"},"data":{"k":"v"}}""");

        made.Text("metadata", "uid").ShouldNotBe("mine");
        made.Text("metadata", "creationTimestamp").ShouldBe("2030-01-02T03:04:05Z");
        made.Text("apiVersion").ShouldBe("v1");
        made.Text("kind").ShouldBe("ConfigMap");
        long.Parse(made.Text("metadata", "resourceVersion")!).ShouldBe(_cluster.Store.Revision);
    }

    [Fact]
    public async Task Create_OfAnExistingName_IsRefused()
    {
        await _cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"a","namespace":"default"}}""");

        var second = await _cluster.TryCreateAsync(ConfigMaps, """{"metadata":{"name":"a","namespace":"default"}}""");

        second.Error!.Code.ShouldBe(409);
        second.Error.Message.ShouldBe("configmaps \"a\" already exists");
    }

    [Fact]
    public async Task Create_InAMissingNamespace_IsRefused()
    {
        var result = await _cluster.TryCreateAsync(ConfigMaps, """{"metadata":{"name":"a","namespace":"nowhere"}}""");

        result.Error!.Message.ShouldBe("namespaces \"nowhere\" not found");
    }

    [Fact]
    public async Task Create_WithGenerateName_GetsANameOfItsOwn()
    {
        var one = await _cluster.CreateAsync(ConfigMaps, """{"metadata":{"generateName":"a-","namespace":"default"}}""");
        var two = await _cluster.CreateAsync(ConfigMaps, """{"metadata":{"generateName":"a-","namespace":"default"}}""");

        one.Name().ShouldStartWith("a-");
        one.Name().Length.ShouldBe(7);
        two.Name().ShouldNotBe(one.Name());
    }

    [Theory]
    [InlineData("""{"metadata":{"name":"Big","namespace":"default"}}""", "metadata.name")]
    [InlineData("""{"metadata":{"name":"a","namespace":"default","labels":{"x":"not ok"}}}""", "metadata.labels")]
    [InlineData("""{"metadata":{"name":"a","namespace":"default"},"data":{"not/ok":"v"}}""", "data[not/ok]")]
    public async Task Create_OfSomethingMalformed_NamesTheField(string json, string field)
    {
        var result = await _cluster.TryCreateAsync(ConfigMaps, json);

        result.Error!.Code.ShouldBe(422);
        result.Error.Details.At("causes")![0].Text("field").ShouldBe(field);
        result.Error.Message.ShouldStartWith("ConfigMap \"");
    }

    [Fact]
    public async Task Create_Pod_FillsInDefaults()
    {
        var pod = await _cluster.CreateAsync(Pods, Pod);

        pod.Text("spec", "restartPolicy").ShouldBe("Always");
        pod.Text("spec", "dnsPolicy").ShouldBe("ClusterFirst");
        pod.Number("spec", "terminationGracePeriodSeconds").ShouldBe(30);
        pod.At("spec", "containers")![0].Text("imagePullPolicy").ShouldBe("Always");
        pod.At("spec", "containers")![0].Text("terminationMessagePath").ShouldBe("/dev/termination-log");
        pod.Text("status", "phase").ShouldBe("Pending");
        pod.Text("status", "qosClass").ShouldBe("BestEffort");
    }

    [Fact]
    public async Task Update_AtAnOldRevision_IsAConflict()
    {
        var first = await _cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"a","namespace":"default"}}""");
        await _cluster.ChangeAsync(ConfigMaps, "a", map => map["data"] = new JsonObject { ["k"] = "1" });

        var late = first.Copy();
        late["data"] = new JsonObject { ["k"] = "2" };
        var result = await _cluster.Api.UpdateAsync(ConfigMaps, late);

        result.Error!.Message.ShouldBe(
            "Operation cannot be fulfilled on configmaps \"a\": the object has been modified; please apply your changes to the latest version and try again");
    }

    [Fact]
    public async Task Update_ThatChangesNothing_KeepsTheRevision()
    {
        var first = await _cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"a","namespace":"default"},"data":{"k":"v"}}""");

        var second = await _cluster.ChangeAsync(ConfigMaps, "a", _ => { });

        second.Text("metadata", "resourceVersion").ShouldBe(first.Text("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task Update_OfTheStatus_LeavesTheSpecification()
    {
        await _cluster.CreateAsync(Pods, Pod);

        var pod = await _cluster.ChangeAsync(Pods, "web", value =>
        {
            value["spec"]!["nodeName"] = "elsewhere";
            value["status"]!["phase"] = "Running";
        }, "status");

        pod.Text("spec", "nodeName").ShouldBeNull();
        pod.Text("status", "phase").ShouldBe("Running");
    }

    [Fact]
    public async Task Update_OfTheSpecification_RaisesTheGeneration()
    {
        await _cluster.CreateAsync(new("apps", "deployments"), """
            {"metadata":{"name":"web","namespace":"default"},"spec":{"selector":{"matchLabels":{"app":"web"}},
             "template":{"metadata":{"labels":{"app":"web"}},"spec":{"containers":[{"name":"web","image":"nginx:1"}]}}}}
            """);

        var same = await _cluster.ChangeAsync(new("apps", "deployments"), "web", value => value["status"] = new JsonObject { ["replicas"] = 1 }, "status");
        var changed = await _cluster.ChangeAsync(new("apps", "deployments"), "web", value => value["spec"]!["replicas"] = 3);

        same.Number("metadata", "generation").ShouldBe(1);
        changed.Number("metadata", "generation").ShouldBe(2);
        changed.Number("status", "replicas").ShouldBe(1);
    }

    [Fact]
    public async Task Delete_OfAPodOnANode_WaitsForTheNode()
    {
        await _cluster.CreateAsync(Pods, Pod);
        (await _cluster.Api.BindAsync("default", "web", "node-0")).Error.ShouldBeNull();

        await _cluster.Api.DeleteAsync(Pods, "default", "web");
        var marked = _cluster.Api.Find(Pods, "default", "web")!;
        await _cluster.Api.DeleteAsync(Pods, "default", "web", gracePeriodSeconds: 0);

        marked.Text("metadata", "deletionTimestamp").ShouldBe("2030-01-02T03:04:35Z");
        _cluster.Api.Find(Pods, "default", "web").ShouldBeNull();
    }

    [Fact]
    public async Task Bind_OfABoundPod_IsAConflict()
    {
        await _cluster.CreateAsync(Pods, Pod);
        await _cluster.Api.BindAsync("default", "web", "node-0");

        var second = await _cluster.Api.BindAsync("default", "web", "node-1");

        second.Error!.Code.ShouldBe(409);
        _cluster.Api.Find(Pods, "default", "web").Text("spec", "nodeName").ShouldBe("node-0");
    }

    [Fact]
    public async Task Delete_WithFinalizers_WaitsUntilTheyAreGone()
    {
        await _cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"a","namespace":"default","finalizers":["example.com/hold"]}}""");

        await _cluster.Api.DeleteAsync(ConfigMaps, "default", "a");
        var held = _cluster.Api.Find(ConfigMaps, "default", "a");
        await _cluster.ChangeAsync(ConfigMaps, "a", value => value["metadata"]!.AsObject().Remove("finalizers"));

        held!.Text("metadata", "deletionTimestamp").ShouldNotBeNull();
        _cluster.Api.Find(ConfigMaps, "default", "a").ShouldBeNull();
    }

    [Fact]
    public async Task Delete_OfANamespace_WaitsForItsFinalizer()
    {
        await _cluster.Api.DeleteAsync(Namespaces, null, "default");
        var terminating = _cluster.Api.Find(Namespaces, null, "default")!.Copy();
        var refused = await _cluster.TryCreateAsync(ConfigMaps, """{"metadata":{"name":"a","namespace":"default"}}""");
        terminating["spec"]!["finalizers"] = new JsonArray();
        await _cluster.Api.UpdateAsync(Namespaces, terminating, "finalize");

        terminating.Text("status", "phase").ShouldBe("Terminating");
        refused.Error!.Message.ShouldBe("configmaps \"a\" is forbidden: unable to create new content in namespace default because it is being terminated");
        _cluster.Api.Find(Namespaces, null, "default").ShouldBeNull();
    }

    [Fact]
    public async Task Restart_KeepsObjectsAndRevisions()
    {
        var before = await _cluster.CreateAsync(Pods, Pod);

        await _cluster.RestartAsync();

        JsonNode.DeepEquals(_cluster.Api.Find(Pods, "default", "web"), before).ShouldBeTrue();
    }

    [Fact]
    public async Task Writers_OfOneObject_LoseNothing()
    {
        await _cluster.CreateAsync(ConfigMaps, """{"metadata":{"name":"a","namespace":"default"},"data":{}}""");

        await Task.WhenAll(Enumerable.Range(0, 16).Select(async writer =>
        {
            ObjectResult result;
            do
            {
                var copy = _cluster.Api.Find(ConfigMaps, "default", "a")!.Copy();
                copy.Section("data")[$"k{writer}"] = "v";
                result = await _cluster.Api.UpdateAsync(ConfigMaps, copy);
            }
            while (result.Error?.Reason == "Conflict");
        }));

        _cluster.Api.Find(ConfigMaps, "default", "a").At("data")!.AsObject().Count.ShouldBe(16);
    }
}
