using Verditer.Core;
using static Verditer.Kubernetes.Tests.Api.TestCluster;

namespace Verditer.Kubernetes.Tests.Api;

public sealed class AdmissionTests : IAsyncLifetime
{
    private TestCluster _cluster = null!;

    public async ValueTask InitializeAsync() => _cluster = await StartAsync();

    public ValueTask DisposeAsync() => _cluster.DisposeAsync();

    [Fact]
    public async Task LimitRange_GivesAContainerWhatItDoesNotSay()
    {
        await _cluster.CreateAsync(new("", "limitranges"), """
            {"metadata":{"name":"l","namespace":"default"},"spec":{"limits":[{"type":"Container","default":{"cpu":"500m"},"defaultRequest":{"cpu":"100m"}}]}}
            """);

        var pod = await _cluster.CreateAsync(Pods, """{"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"i"}]}}""");

        pod.At("spec", "containers")![0].Text("resources", "limits", "cpu").ShouldBe("500m");
        pod.At("spec", "containers")![0].Text("resources", "requests", "cpu").ShouldBe("100m");
    }

    [Fact]
    public async Task LimitRange_RefusesWhatIsTooMuch()
    {
        await _cluster.CreateAsync(new("", "limitranges"), """
            {"metadata":{"name":"l","namespace":"default"},"spec":{"limits":[{"type":"Container","max":{"cpu":"1"}}]}}
            """);

        var result = await _cluster.TryCreateAsync(Pods, """
            {"metadata":{"name":"p","namespace":"default"},"spec":{"containers":[{"name":"c","image":"i","resources":{"limits":{"cpu":"2"}}}]}}
            """);

        result.Error!.Message.ShouldBe("pods \"p\" is forbidden: maximum cpu usage per Container is 1, but limit is 2");
    }

    [Fact]
    public async Task Pod_WhoseAccountIsMissing_IsRefused()
    {
        var result = await _cluster.TryCreateAsync(Pods, """
            {"metadata":{"name":"p","namespace":"default"},"spec":{"serviceAccountName":"ghost","containers":[{"name":"c","image":"i"}]}}
            """);

        result.Error!.Message.ShouldBe("pods \"p\" is forbidden: error looking up service account default/ghost: serviceaccount \"ghost\" not found");
    }

    [Fact]
    public void Yaml_ThatGrowsByAliases_IsRefused()
    {
        var lines = Enumerable.Range(1, 12).Select(i => $"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]");
        var bomb = $"a0: &a0 [x]\n{string.Join("\n", lines)}\n";

        Should.Throw<YamlDotNet.Core.YamlException>(() => YamlReader.Read(System.Text.Encoding.UTF8.GetBytes(bomb)));
    }
}
