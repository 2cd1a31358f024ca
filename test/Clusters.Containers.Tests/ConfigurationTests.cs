using Verditer.Core;
using Verditer.Kubernetes.Controllers;

namespace Verditer.Clusters.Containers.Tests;

/// <summary>What pods are given: variables, files, users, limits.</summary>
public sealed class ConfigurationTests(NodesFixture nodes) : MachineTest(nodes)
{
    [Fact]
    public async Task Environment_HasValuesFieldsMapsSecretsAndServices()
    {
        await MakeAsync(Kinds.ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"NS"},"data":{"a":"of map"} }""");
        await MakeAsync(Kinds.Secrets, """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"NS"},"data":{"b":"b2Ygc2VjcmV0"} }""");
        const string env = """
            "env":[{"name":"PLAIN","value":"x"},{"name":"BUILT","value":"$(PLAIN)-$(NONE)-$$(PLAIN)"},
              {"name":"POD","valueFrom":{"fieldRef":{"fieldPath":"metadata.name"} } },{"name":"IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"} } },
              {"name":"LABEL","valueFrom":{"fieldRef":{"fieldPath":"metadata.labels['tier']"} } },
              {"name":"MAP","valueFrom":{"configMapKeyRef":{"name":"m","key":"a"} } },{"name":"SECRET","valueFrom":{"secretKeyRef":{"name":"s","key":"b"} } },
              {"name":"LIMIT","valueFrom":{"resourceFieldRef":{"resource":"limits.memory","divisor":"1Mi"} } }],
            "envFrom":[{"prefix":"P_","configMapRef":{"name":"m"} }],"resources":{"limits":{"memory":"64Mi"} }
            """;

        var output = await OutputAsync("env", "env", env);

        var lines = output.Split('\n');
        lines.ShouldContain("BUILT=x-$(NONE)-$(PLAIN)");
        lines.ShouldContain("POD=env");
        lines.ShouldContain($"IP={Find("env").Text("status", "podIP")}");
        lines.ShouldContain("LABEL=t");
        lines.ShouldContain("MAP=of map");
        lines.ShouldContain("SECRET=of secret");
        lines.ShouldContain("LIMIT=64");
        lines.ShouldContain("P_a=of map");
        lines.ShouldContain("KUBERNETES_SERVICE_HOST=10.0.0.1");
    }

    [Fact]
    public async Task Environment_WithoutItsMap_WaitsForIt()
    {
        await RunAsync("late", Container("echo $A", "\"env\":[{\"name\":\"A\",\"valueFrom\":{\"configMapKeyRef\":{\"name\":\"later\",\"key\":\"a\"}}}]"));
        await UntilAsync("late", found => Status(found).Text("state", "waiting", "reason") == "CreateContainerConfigError", "CreateContainerConfigError");

        await MakeAsync(Kinds.ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"later","namespace":"NS"},"data":{"a":"came"} }""");

        await UntilPhaseAsync("late", "Succeeded");
        Log("late").ShouldBe("came\n");
    }

    [Fact]
    public async Task Volumes_HaveFilesOfMapsSecretsFieldsAndTokens()
    {
        await MakeAsync(Kinds.ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"NS"},"data":{"a":"of map"} }""");
        await MakeAsync(Kinds.Secrets, """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"NS"},"data":{"b":"b2Ygc2VjcmV0"} }""");
        const string volumes = """
            "volumes":[{"name":"m","configMap":{"name":"m"} },{"name":"s","secret":{"secretName":"s","defaultMode":256,"items":[{"key":"b","path":"deep/b"}]} },
              {"name":"d","downwardAPI":{"items":[{"path":"labels","fieldRef":{"fieldPath":"metadata.labels"} }]} },
              {"name":"t","projected":{"sources":[{"serviceAccountToken":{"path":"token","audience":"api://x","expirationSeconds":3600} },{"configMap":{"name":"m"} }]} },
              {"name":"e","emptyDir":{} },{"name":"r","emptyDir":{"medium":"Memory","sizeLimit":"1Mi"} }]
            """;
        const string mounts = """
            "volumeMounts":[{"name":"m","mountPath":"/m"},{"name":"s","mountPath":"/s"},{"name":"d","mountPath":"/d"},{"name":"t","mountPath":"/t"},
              {"name":"e","mountPath":"/e"},{"name":"e","mountPath":"/part","subPath":"inner"},{"name":"m","mountPath":"/single","subPath":"a"},{"name":"r","mountPath":"/r"}]
            """;
        const string script = """
            cat /m/a; echo; cat /s/deep/b; echo; stat -Lc %a /s/deep/b; sed -n 1p /d/labels; wc -c < /t/token; cat /t/a; echo; touch /part/f; ls /e/inner; cat /single; echo
            touch /s/x 2>/dev/null || echo read-only; dd if=/dev/zero of=/r/big bs=1M count=2 2>/dev/null || echo full; ls /var/run/secrets/kubernetes.io/serviceaccount
            """;

        var lines = (await OutputAsync("files", script, mounts, volumes)).Split('\n');

        lines[..4].ShouldBe(["of map", "of secret", "400", "app=\"files\""]);
        int.Parse(lines[4]).ShouldBeGreaterThan(500);
        lines[5..].ShouldBe(["of map", "f", "of map", "read-only", "full", "ca.crt", "namespace", "token", ""]);
    }

    [Fact]
    public async Task SubPath_OverALinkThatLeadsOut_IsAConfigurationErrorAndMakesNothing()
    {
        var canary = Path.Combine(Nodes.Folder, "canary");
        const string init = """[{"name":"i","image":"IMAGE","command":["sh","-c","ln -s / /e/out"],"volumeMounts":[{"name":"e","mountPath":"/e"}]}]""";
        await RunAsync(
            "escape",
            Container("true", $$""" "volumeMounts":[{"name":"e","mountPath":"/e","subPath":"out{{canary}}"}]"""),
            $$""" "volumes":[{"name":"e","emptyDir":{} }],"initContainers":{{init.Replace("IMAGE", TestImage.Name, StringComparison.Ordinal)}}""");

        await UntilAsync("escape", found => Status(found).Text("state", "waiting", "reason") == "CreateContainerConfigError", "CreateContainerConfigError");

        Path.Exists(canary).ShouldBeFalse();
    }

    [Fact]
    public async Task Secrets_AreNotOnTheDisk()
    {
        await MakeAsync(Kinds.Secrets, """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"NS"},"data":{"b":"b2Ygc2VjcmV0"} }""");
        var pod = await RunAsync("kept", Container("sleep 1000", "\"volumeMounts\":[{\"name\":\"s\",\"mountPath\":\"/s\"}]"), "\"volumes\":[{\"name\":\"s\",\"secret\":{\"secretName\":\"s\"}}]");
        await UntilReadyAsync("kept");

        var folder = PodPaths.Of(Nodes.Paths("n0"), pod).Volume("files", "s", inMemory: true);
        (await HostCommand.RunAsync("stat", ["-fc", "%T", folder])).Trim().ShouldBe("tmpfs");
    }

    [Fact]
    public async Task Map_ThatChanges_ChangesTheFiles()
    {
        await MakeAsync(Kinds.ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"NS"},"data":{"a":"old"} }""");
        await RunAsync("watcher", Container("while ! grep -q new /m/a; do sleep 0.1; done; cat /m/a", "\"volumeMounts\":[{\"name\":\"m\",\"mountPath\":\"/m\"}]"), "\"volumes\":[{\"name\":\"m\",\"configMap\":{\"name\":\"m\"}}]");
        await UntilReadyAsync("watcher");

        var map = Api.Find(Kinds.ConfigMaps, Namespace, "m")!.Copy();
        map["data"]!["a"] = "new";
        (await Api.UpdateAsync(Kinds.ConfigMaps, map)).Error.ShouldBeNull();

        await UntilPhaseAsync("watcher", "Succeeded");
        Log("watcher").ShouldBe("new");
    }

    [Fact]
    public async Task Map_ThatIsDeleted_LeavesTheFilesOfAPodThatRuns()
    {
        await MakeAsync(Kinds.ConfigMaps, """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"m","namespace":"NS"},"data":{"a":"old"} }""");
        await RunAsync("keeper", Container("while ! test -e /tmp/again; do sleep 0.1; done; cat /m/a", "\"volumeMounts\":[{\"name\":\"m\",\"mountPath\":\"/m\"}]"), "\"volumes\":[{\"name\":\"m\",\"configMap\":{\"name\":\"m\"}}]");
        var pod = await UntilReadyAsync("keeper");

        await Api.DeleteAsync(Kinds.ConfigMaps, Namespace, "m");
        using var runtime = new RuntimeConnection(Nodes.Socket("n0"));
        await runtime.Pods.ExecSyncAsync(new() { ContainerId = Status(pod).Text("containerID")!["containerd://".Length..], Cmd = { "touch", "/tmp/again" } });

        await UntilPhaseAsync("keeper", "Succeeded");
        Log("keeper").ShouldBe("old");
    }

    [Fact]
    public async Task SecurityContext_DecidesUserGroupsCapabilitiesAndFiles()
    {
        const string container = """
            "securityContext":{"runAsUser":1000,"runAsGroup":2000,"readOnlyRootFilesystem":true,"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]} },
            "volumeMounts":[{"name":"e","mountPath":"/e"}]
            """;
        const string pod = """ "securityContext":{"fsGroup":3000,"supplementalGroups":[4000]},"volumes":[{"name":"e","emptyDir":{} }] """;
        const string script = "id -u; id -g; id -G; touch /x 2>/dev/null || echo read-only; touch /e/f; stat -c %g /e/f; grep -E 'CapEff|NoNewPrivs' /proc/self/status | sed 's/[^0-9a-f]*//'";

        var lines = (await OutputAsync("secure", script, container, pod)).Split('\n');

        lines[0].ShouldBe("1000");
        lines[1].ShouldBe("2000");
        lines[2].Split(' ').ShouldBe(["2000", "3000", "4000"], ignoreOrder: true);
        lines[3..5].ShouldBe(["read-only", "3000"]);
        string.Concat(lines[5..]).ShouldContain("0000000000000000");
    }

    [Fact]
    public async Task Root_WhereItIsForbidden_IsAConfigurationError()
    {
        await RunAsync("rootless", Container("id", "\"securityContext\":{\"runAsNonRoot\":true}"));

        var pod = await UntilAsync("rootless", found => Status(found).Text("state", "waiting", "reason") == "CreateContainerConfigError", "CreateContainerConfigError");

        Status(pod).Text("state", "waiting", "message")!.ShouldStartWith("container has runAsNonRoot and image will run as root");
    }

    private async Task MakeAsync(Verditer.Kubernetes.GroupResource resource, string json) =>
        (await Api.CreateAsync(resource, Parse(json.Replace("\"NS\"", $"\"{Namespace}\"", StringComparison.Ordinal)))).Error.ShouldBeNull();
}
