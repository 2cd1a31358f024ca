using System.Net;
using System.Text.Json.Nodes;
using Verditer.Core;
using static Verditer.Clusters.Embedded.Tests.TestEngine;

namespace Verditer.Clusters.Embedded.Tests;

public sealed class WireTests : IAsyncLifetime
{
    private const string Maps = "/api/v1/namespaces/default/configmaps";
    private const string Deployments = "/apis/apps/v1/namespaces/default/deployments";

    private const string Deployment = """
        {"metadata":{"name":"web","labels":{"app":"web"}},"spec":{"selector":{"matchLabels":{"app":"web"}},"template":{"metadata":{"labels":{"app":"web"}},
         "spec":{"containers":[{"name":"a","image":"a:1"},{"name":"b","image":"b:1"}]}}}}
        """;

    private TestEngine _test = null!;
    private HttpClient _admin = null!;

    public async ValueTask InitializeAsync()
    {
        _test = Start();
        await _test.Engine.CreateAsync(Spec);
        _admin = Client(await _test.KubeconfigAsync());
    }

    public async ValueTask DisposeAsync()
    {
        _admin.Dispose();
        await _test.DisposeAsync();
    }

    [Fact]
    public async Task StrategicMergePatch_MergesContainersByName()
    {
        await OkAsync(HttpMethod.Post, Deployments, Deployment);

        var patched = await OkAsync(
            HttpMethod.Patch, $"{Deployments}/web", """{"spec":{"template":{"spec":{"containers":[{"name":"b","image":"b:2"}]}}}}""", "application/strategic-merge-patch+json");

        var containers = patched.At("spec", "template", "spec", "containers")!.AsArray();
        containers.Select(one => one.Text("image")).ShouldBe(["a:1", "b:2"]);
        patched.Number("metadata", "generation").ShouldBe(2);
    }

    [Fact]
    public async Task Deletion_OfAStatus_IsRefusedAndLeavesTheObject()
    {
        await OkAsync(HttpMethod.Post, Deployments, Deployment);

        var (code, _) = await SendAsync(_admin, HttpMethod.Delete, $"{Deployments}/web/status");

        code.ShouldBe(HttpStatusCode.MethodNotAllowed);
        (await OkAsync(HttpMethod.Get, $"{Deployments}/web")).Text("metadata", "deletionTimestamp").ShouldBeNull();
    }

    [Fact]
    public async Task MergePatch_ReplacesLists()
    {
        await OkAsync(HttpMethod.Post, Deployments, Deployment);

        var patched = await OkAsync(
            HttpMethod.Patch, $"{Deployments}/web", """{"spec":{"template":{"spec":{"containers":[{"name":"b","image":"b:2"}]}}}}""", "application/merge-patch+json");

        patched.At("spec", "template", "spec", "containers")!.AsArray().Count.ShouldBe(1);
    }

    [Fact]
    public async Task JsonPatch_WhoseTestFails_ChangesNothing()
    {
        await OkAsync(HttpMethod.Post, Maps, """{"metadata":{"name":"a"},"data":{"k":"v"}}""");

        var (code, _) = await SendAsync(
            _admin, HttpMethod.Patch, $"{Maps}/a", """[{"op":"test","path":"/data/k","value":"x"},{"op":"remove","path":"/data"}]""", "application/json-patch+json");

        code.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await OkAsync(HttpMethod.Get, $"{Maps}/a")).Text("data", "k").ShouldBe("v");
    }

    [Fact]
    public async Task Apply_RemovesWhatItsManagerNoLongerApplies_AndRefusesWhatAnotherApplied()
    {
        const string Path = Maps + "/a?fieldManager=";
        await OkAsync(HttpMethod.Patch, Path + "one", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1","y":"1"}}""", "application/apply-patch+yaml");

        var (code, conflict) = await SendAsync(
            _admin, HttpMethod.Patch, Path + "two", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"2"}}""", "application/apply-patch+yaml");
        var again = await OkAsync(
            HttpMethod.Patch, Path + "one", """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a"},"data":{"x":"1"}}""", "application/apply-patch+yaml");

        code.ShouldBe(HttpStatusCode.Conflict);
        conflict.Text("message").ShouldBe("Apply failed with 1 conflict: conflict with \"one\": .data.x");
        again["data"]!.AsObject().Select(one => one.Key).ShouldBe(["x"]);
    }

    [Fact]
    public async Task List_InPages_IsOfOneRevision()
    {
        foreach (var name in (string[])["a", "b", "c"])
        {
            await OkAsync(HttpMethod.Post, Maps, $$$$"""{"metadata":{"name":"{{{{name}}}}","labels":{"page":"yes"}}}""");
        }

        var first = await OkAsync(HttpMethod.Get, $"{Maps}?limit=2&labelSelector=page");
        await OkAsync(HttpMethod.Delete, $"{Maps}/c");
        var second = await OkAsync(HttpMethod.Get, $"{Maps}?limit=2&labelSelector=page&continue={Uri.EscapeDataString(first.Text("metadata", "continue")!)}");

        first["items"]!.AsArray().Select(one => one.Text("metadata", "name")).ShouldBe(["a", "b"]);
        second["items"]!.AsArray().Select(one => one.Text("metadata", "name")).ShouldBe(["c"]);
        second.Text("metadata", "resourceVersion").ShouldBe(first.Text("metadata", "resourceVersion"));
    }

    [Fact]
    public async Task Watch_TellsWhenAnObjectBeginsAndEndsToMatch()
    {
        var list = await OkAsync(HttpMethod.Get, Maps);
        using var watch = await WatchAsync($"{Maps}?watch=true&labelSelector=on&resourceVersion={list.Text("metadata", "resourceVersion")}");

        await OkAsync(HttpMethod.Post, Maps, """{"metadata":{"name":"a"}}""");
        await OkAsync(HttpMethod.Patch, $"{Maps}/a", """{"metadata":{"labels":{"on":"1"}}}""", "application/merge-patch+json");
        await OkAsync(HttpMethod.Patch, $"{Maps}/a", """{"data":{"k":"v"}}""", "application/merge-patch+json");
        await OkAsync(HttpMethod.Patch, $"{Maps}/a", """{"metadata":{"labels":{"on":null}}}""", "application/merge-patch+json");

        string?[] seen = [await NextAsync(watch), await NextAsync(watch), await NextAsync(watch)];
        seen.ShouldBe(["ADDED", "MODIFIED", "DELETED"]);
    }

    [Fact]
    public async Task Watch_OfNothing_AnswersBeforeAnythingHappens()
    {
        using var watch = await WatchAsync($"{Maps}?watch=true&fieldSelector=metadata.name%3Dnone");

        await OkAsync(HttpMethod.Post, Maps, """{"metadata":{"name":"none"}}""");

        (await NextAsync(watch)).ShouldBe("ADDED");
    }

    [Fact]
    public async Task Watch_FromARevisionThatIsForgotten_IsExpired()
    {
        using var watch = await WatchAsync($"{Maps}?watch=true&resourceVersion=1");
        await _test.RestartAsync();
        await _test.Engine.StartAsync("c1");

        using var late = await WatchAsync($"{Maps}?watch=true&resourceVersion=1");

        JsonNode.Parse((await late.ReadLineAsync())!).Number("object", "code").ShouldBe(410);
    }

    [Fact]
    public async Task Table_HasTheColumnsThatKubectlShows()
    {
        await OkAsync(HttpMethod.Post, Deployments, Deployment);
        using var request = new HttpRequestMessage(HttpMethod.Get, Deployments);
        request.Headers.Add("Accept", "application/json;as=Table;v=v1;g=meta.k8s.io,application/json");

        using var response = await _admin.SendAsync(request);
        var table = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        table["columnDefinitions"]!.AsArray().Select(one => one.Text("name")).ShouldBe(["Name", "Ready", "Up-to-date", "Available", "Age", "Containers", "Images", "Selector"]);
        table["rows"]![0]!["cells"]![1]!.GetValue<string>().ShouldBe("0/1");
        table["rows"]![0].Text("object", "kind").ShouldBe("PartialObjectMetadata");
    }

    [Fact]
    public async Task StrictValidation_NamesTheUnknownField()
    {
        var (code, body) = await SendAsync(_admin, HttpMethod.Post, $"{Maps}?fieldValidation=Strict", """{"metadata":{"name":"a"},"dat":{}}""");

        code.ShouldBe(HttpStatusCode.BadRequest);
        body.Text("message").ShouldBe("ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: unknown field \"dat\"");
    }

    [Fact]
    public async Task DryRun_StoresNothing()
    {
        await OkAsync(HttpMethod.Post, $"{Maps}?dryRun=All", """{"metadata":{"name":"a"}}""");

        (await SendAsync(_admin, HttpMethod.Get, $"{Maps}/a")).Code.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Yaml_IsAccepted()
    {
        await OkAsync(HttpMethod.Post, Maps, "metadata:\n  name: a\ndata:\n  k: \"1\"\n", "application/yaml");

        (await OkAsync(HttpMethod.Get, $"{Maps}/a")).Text("data", "k").ShouldBe("1");
    }

    [Fact]
    public async Task Services_MadeAtOnce_NeverShareAnAddressOrAPort()
    {
        var made = await Task.WhenAll(Enumerable.Range(0, 40).Select(i => OkAsync(
            HttpMethod.Post, "/api/v1/namespaces/default/services", $$$"""{"metadata":{"name":"s{{{i}}}"},"spec":{"type":"NodePort","ports":[{"port":80}]}}""")));

        made.Select(one => one.Text("spec", "clusterIP")).Distinct().Count().ShouldBe(40);
        made.Select(one => one.At("spec", "ports")![0].Number("nodePort")).Distinct().Count().ShouldBe(40);
    }

    [Fact]
    public async Task Service_WithATakenAddress_IsInvalid()
    {
        var (code, body) = await SendAsync(
            _admin, HttpMethod.Post, "/api/v1/namespaces/default/services", """{"metadata":{"name":"s"},"spec":{"clusterIP":"10.0.0.1","ports":[{"port":80}]}}""");

        code.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body.Text("message").ShouldBe("Service \"s\" is invalid: spec.clusterIPs: Invalid value: [\"10.0.0.1\"]: failed to allocate IP 10.0.0.1: provided IP is already allocated");
    }

    [Fact]
    public async Task Scale_ChangesReplicas()
    {
        await OkAsync(HttpMethod.Post, Deployments, Deployment);

        var scale = await OkAsync(HttpMethod.Patch, $"{Deployments}/web/scale", """{"spec":{"replicas":5}}""", "application/merge-patch+json");

        scale.Text("kind").ShouldBe("Scale");
        (await OkAsync(HttpMethod.Get, $"{Deployments}/web")).Number("spec", "replicas").ShouldBe(5);
    }

    [Fact]
    public async Task Logs_OfASimulatedPod_SayWhy()
    {
        await OkAsync(HttpMethod.Post, "/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");

        var (code, body) = await SendAsync(_admin, HttpMethod.Get, "/api/v1/namespaces/default/pods/p/log");

        code.ShouldBe(HttpStatusCode.NotImplemented);
        body.Text("message")!.ShouldContain("simulated");
    }

    [Fact]
    public async Task Pod_GetsItsAccountsToken_AndTolerations()
    {
        var pod = await OkAsync(HttpMethod.Post, "/api/v1/namespaces/default/pods", """{"metadata":{"name":"p"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");

        pod.Text("spec", "serviceAccountName").ShouldBe("default");
        pod.At("spec", "volumes")![0].Text("name")!.ShouldStartWith("kube-api-access-");
        pod.At("spec", "tolerations")!.AsArray().Count.ShouldBe(2);
        pod.Number("spec", "priority").ShouldBe(0);
    }

    [Fact]
    public async Task Events_AreTheSameObjectsInBothGroups()
    {
        await OkAsync(HttpMethod.Post, "/api/v1/namespaces/default/events", """
            {"metadata":{"name":"e"},"involvedObject":{"kind":"Pod","name":"p","namespace":"default"},"reason":"Started","message":"it started","type":"Normal"}
            """);

        var other = await OkAsync(HttpMethod.Get, "/apis/events.k8s.io/v1/namespaces/default/events/e");

        other.Text("apiVersion").ShouldBe("events.k8s.io/v1");
        other.Text("note").ShouldBe("it started");
        other.Text("regarding", "name").ShouldBe("p");
    }

    private async Task<JsonNode> OkAsync(HttpMethod method, string path, string? body = null, string contentType = "application/json")
    {
        var (code, answer) = await SendAsync(_admin, method, path, body, contentType);
        ((int)code).ShouldBeInRange(200, 299, answer.ToJsonString());
        return answer;
    }

    private async Task<StreamReader> WatchAsync(string path)
    {
        var response = await _admin.GetAsync(path, HttpCompletionOption.ResponseHeadersRead).WaitAsync(TimeSpan.FromSeconds(30));
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        return new(await response.Content.ReadAsStreamAsync());
    }

    private static async Task<string?> NextAsync(StreamReader watch) =>
        JsonNode.Parse((await watch.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)))!).Text("type");
}
