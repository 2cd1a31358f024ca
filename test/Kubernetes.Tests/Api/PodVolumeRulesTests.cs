using Verditer.Core;
using static Verditer.Kubernetes.Tests.Api.TestCluster;

namespace Verditer.Kubernetes.Tests.Api;

/// <summary>Files of volumes that the node writes: none may lead out of its volume.</summary>
public sealed class PodVolumeRulesTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Theory]
    [InlineData("""{"configMap":{"name":"m","items":[{"key":"a","path":"../../etc/cron.d/x"}]}}""", "configMap.items[0].path", "must not contain '..'")]
    [InlineData("""{"secret":{"secretName":"s","items":[{"key":"a","path":"/etc/x"}]}}""", "secret.items[0].path", "must be a relative path")]
    [InlineData("""{"downwardAPI":{"items":[{"path":"a/../../x","fieldRef":{"fieldPath":"metadata.name"}}]}}""", "downwardAPI.items[0].path", "must not contain '..'")]
    [InlineData("""{"downwardAPI":{"items":[{"path":"..data","fieldRef":{"fieldPath":"metadata.name"}}]}}""", "downwardAPI.items[0].path", "must not start with '..'")]
    [InlineData("""{"projected":{"sources":[{"serviceAccountToken":{"path":"../t"}}]}}""", "projected.sources[0].serviceAccountToken.path", "must not contain '..'")]
    [InlineData("""{"projected":{"sources":[{"secret":{"name":"s","items":[{"key":"a","path":"../t"}]}}]}}""", "projected.sources[0].secret.items[0].path", "must not contain '..'")]
    [InlineData("""{"configMap":{"name":"m","items":[{"key":"a","path":""}]}}""", "configMap.items[0].path", "Required value")]
    [InlineData("""{"configMap":{"name":"m","defaultMode":512}}""", "configMap.defaultMode", "must be a number between 0 and 0777 (octal), both inclusive")]
    [InlineData("""{"secret":{"secretName":"s","items":[{"key":"a","path":"a","mode":-1}]}}""", "secret.items[0].mode", "must be a number between 0 and 0777 (octal), both inclusive")]
    public async Task Create_FileThatLeadsOutOfItsVolume_IsRefused(string source, string field, string text)
    {
        var spec = $$"""{"volumes":[{"name":"v",{{source[1..]}}],"containers":[{"name":"c","image":"nginx"}]}""";

        var pod = await _cluster.TryCreateAsync(Pods, $$"""{"metadata":{"name":"p","namespace":"default"},"spec":{{spec}}}""");
        var set = await _cluster.TryCreateAsync(new("apps", "deployments"), $$"""
            {"metadata":{"name":"d","namespace":"default"},"spec":{"selector":{"matchLabels":{"a":"b"} },"template":{"metadata":{"labels":{"a":"b"} },"spec":{{spec}} } } }
            """);

        pod.Error!.Code.ShouldBe(422);
        pod.Error.Details.At("causes")![0].Text("field").ShouldBe($"spec.volumes[0].{field}");
        pod.Error.Message.ShouldContain(text);
        set.Error!.Details.At("causes")![0].Text("field").ShouldBe($"spec.template.spec.volumes[0].{field}");
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("a/../..")]
    public async Task Create_SubPathThatLeadsOut_IsRefused(string part)
    {
        var pod = await _cluster.TryCreateAsync(Pods, $$"""
            {"metadata":{"name":"p","namespace":"default"},
             "spec":{"volumes":[{"name":"v","emptyDir":{} }],"containers":[{"name":"c","image":"nginx","volumeMounts":[{"name":"v","mountPath":"/v","subPath":"{{part}}"}]}]} }
            """);

        pod.Error!.Details.At("causes")![0].Text("field").ShouldBe("spec.containers[0].volumeMounts[0].subPath");
    }

    [Theory]
    [InlineData("10.244.0.0/24\\nroute add default via 1.2.3.4", "spec.podCIDR")]
    [InlineData("everything", "spec.podCIDR")]
    public async Task Create_NodeWhosePodRangeIsNone_IsRefused(string range, string field)
    {
        var node = await _cluster.TryCreateAsync(new("", "nodes"), $$"""{"metadata":{"name":"n"},"spec":{"podCIDR":"{{range}}"} }""");

        node.Error!.Details.At("causes")![0].Text("field").ShouldBe(field);
    }

    [Fact]
    public async Task Update_NodeThatHasAPodRange_KeepsIt()
    {
        var made = await _cluster.CreateAsync(new("", "nodes"), """{"metadata":{"name":"n"},"spec":{"podCIDR":"10.244.0.0/24","podCIDRs":["10.244.0.0/24"]} }""");
        var changed = made.Copy();
        changed.Section("spec")["podCIDR"] = "10.244.1.0/24";

        var result = await _cluster.Api.UpdateAsync(new("", "nodes"), changed);

        result.Error!.Message.ShouldContain("node updates may not change podCIDR except from \"\" to valid");
    }
}
