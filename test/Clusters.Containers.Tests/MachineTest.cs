using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers.Tests;

/// <summary>A test that needs root, containerd and the rest; skipped, with what is missing, where they are not there. Each has a namespace of its own.</summary>
public abstract class MachineTest(NodesFixture nodes) : IAsyncLifetime
{
    private static int _last;

    protected NodesFixture Nodes => nodes;

    protected IObjectClient Api => nodes.Api;

    protected string Namespace { get; } = $"t{Interlocked.Increment(ref _last)}";

    public async ValueTask InitializeAsync()
    {
        await nodes.StartAsync();
        Assert.SkipWhen(nodes.Needs.Count > 0, MachineCheck.Describe(nodes.Needs));
        (await Api.CreateAsync(Kinds.Namespaces, Parse($$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"{{Namespace}}"} }"""))).Error.ShouldBeNull();
        await Eventually.IsAsync(() => Api.Find(Kinds.ServiceAccounts, Namespace, "default") is not null && Api.Find(Kinds.ConfigMaps, Namespace, "kube-root-ca.crt") is not null, "the namespace's account");
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (nodes.Needs.Count == 0)
        {
            foreach (var pod in Api.List(Kinds.Pods, Namespace))
            {
                await Api.DeleteAsync(Kinds.Pods, Namespace, pod.Name(), gracePeriodSeconds: 0);
            }
        }
    }

    protected static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    /// <summary>A container that runs a script.</summary>
    protected static string Container(string script, string more = "", string name = "main") =>
        $$"""{"name":"{{name}}","image":"{{TestImage.Name}}","command":["sh","-c",{{Json.ToText(JsonValue.Create(script))}}]{{(more.Length > 0 ? "," + more : "")}}}""";

    /// <summary>Makes a pod on the first node; one that ends is not started again, unless it is said otherwise.</summary>
    protected async Task<JsonObject> RunAsync(string name, string containers, string more = "", string node = "n0")
    {
        var rest = more.Length > 0 ? "," + more : "";
        var policy = more.StartsWith("\"restartPolicy\"", StringComparison.Ordinal) ? "" : "\"restartPolicy\":\"Never\",";
        var pod = Parse($$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{name}}","namespace":"{{Namespace}}","labels":{"app":"{{name}}","tier":"t"} },
             "spec":{"nodeName":"{{node}}",{{policy}}"terminationGracePeriodSeconds":1,"containers":[{{containers}}]{{rest}} } }
            """);
        var made = await Api.CreateAsync(Kinds.Pods, pod);
        made.Error.ShouldBeNull();
        return made.Object!;
    }

    protected JsonObject? Find(string pod) => Api.Find(Kinds.Pods, Namespace, pod);

    protected async Task<JsonObject> UntilAsync(string pod, Func<JsonObject, bool> condition, string what)
    {
        await Eventually.IsAsync(() => Find(pod) is { } found && condition(found), $"pod {pod}: {what}", () => $"{Find(pod)?.At("status")}\n{string.Join('\n', Events(pod))}\n{nodes.Log}");
        return Find(pod)!;
    }

    protected Task<JsonObject> UntilPhaseAsync(string pod, string phase) => UntilAsync(pod, found => found.Phase() == phase, phase);

    protected Task<JsonObject> UntilReadyAsync(string pod) => UntilAsync(pod, found => found.IsReady(), "ready");

    protected Task UntilGoneAsync(string pod) => Eventually.IsAsync(() => Find(pod) is null, $"pod {pod} to be gone", () => Find(pod)!.ToString());

    /// <summary>Runs a script to its end and tells what it wrote.</summary>
    protected async Task<string> OutputAsync(string name, string script, string container = "", string pod = "", string node = "n0")
    {
        await RunAsync(name, Container(script, container), pod, node);
        await UntilAsync(name, found => found.HasEnded(), "ended");
        return Log(name);
    }

    protected string Log(string pod, string container = "main", uint attempt = 0)
    {
        var found = Find(pod)!;
        var lines = LogFile.ReadTail(PodPaths.Of(nodes.Paths(found.NodeName()!), found).Log(container, attempt), most: 16 << 20);
        return string.Concat(lines.Select(line => System.Text.Encoding.UTF8.GetString(line.Content.Span)));
    }

    protected IEnumerable<string> Events(string pod) => Api.List(Kinds.Events, Namespace)
        .Where(one => one.Text("involvedObject", "name") == pod)
        .Select(one => $"{one.Text("reason")}: {one.Text("message")}");

    /// <summary>Empty while there is none.</summary>
    protected static JsonObject Status(JsonObject pod, string container = "main") =>
        pod.Items("status", "containerStatuses").Concat(pod.Items("status", "initContainerStatuses")).Concat(pod.Items("status", "ephemeralContainerStatuses"))
            .FirstOrDefault(status => status.Text("name") == container) ?? [];
}
