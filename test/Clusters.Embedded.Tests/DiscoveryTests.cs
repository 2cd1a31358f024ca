using Verditer.Core;

namespace Verditer.Clusters.Embedded.Tests;

public sealed class DiscoveryTests : ClusterTest
{
    /// <summary>kubectl looks there for the type of what it applies, and without it asks for custom resources.</summary>
    [Theory]
    [InlineData("/openapi/v2")]
    [InlineData("/openapi/v3/apis/autoscaling/v1")]
    public async Task OpenApi_NamesTheTypeOfScale(string document)
    {
        var patch = (await OkAsync("GET", document)).At("paths", "/apis/apps/v1/namespaces/{namespace}/deployments/{name}/scale", "patch");

        patch.Text("x-kubernetes-group-version-kind", "kind").ShouldBe("Scale");
        patch.At("parameters")!.AsArray().Select(one => one.Text("name")).ShouldContain("fieldValidation");
    }

    [Fact]
    public async Task Autoscaler_WithoutAMetric_GoesByCpu()
    {
        await OkAsync("POST", "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers", """
            {"metadata":{"name":"h"},"spec":{"maxReplicas":3,"scaleTargetRef":{"kind":"Deployment","name":"web"}}}
            """);

        var one = await OkAsync("GET", "/apis/autoscaling/v1/namespaces/default/horizontalpodautoscalers/h");
        var two = await OkAsync("GET", "/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers/h");

        one.Number("spec", "targetCPUUtilizationPercentage").ShouldBe(80);
        two.At("spec", "metrics")![0].Number("resource", "target", "averageUtilization").ShouldBe(80);
    }
}
