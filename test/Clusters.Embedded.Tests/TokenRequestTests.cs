using System.Net;
using Verditer.Core;

namespace Verditer.Clusters.Embedded.Tests;

public sealed class TokenRequestTests : ClusterTest
{
    private const string Token = $"{Core}/serviceaccounts/default/token";

    [Theory]
    [InlineData("600")]
    [InlineData("63072000")]
    [InlineData("4294967296")]
    public async Task Duration_WithinTheBounds_IsGivenInFull(string seconds)
    {
        var answer = await OkAsync("POST", Token, $$$"""{"spec":{"expirationSeconds":{{{seconds}}}}}""");

        answer.At("spec", "expirationSeconds")!.ToJsonString().ShouldBe(seconds);
        DateTimeOffset.Parse(answer.Text("status", "expirationTimestamp")!, System.Globalization.CultureInfo.InvariantCulture)
            .ShouldBe(Test.Clock.GetUtcNow().AddSeconds(double.Parse(seconds, System.Globalization.CultureInfo.InvariantCulture)), TimeSpan.FromMinutes(5));
    }

    [Theory]
    [InlineData("599", "may not specify a duration less than 10 minutes")]
    [InlineData("0", "may not specify a duration less than 10 minutes")]
    [InlineData("-1", "may not specify a duration less than 10 minutes")]
    [InlineData("4294967297", "may not specify a duration larger than 2^32 seconds")]
    public async Task Duration_OutOfBounds_IsRefused(string seconds, string text)
    {
        var (code, body) = await SendAsync("POST", Token, $$$"""{"spec":{"expirationSeconds":{{{seconds}}}}}""");

        code.ShouldBe(HttpStatusCode.UnprocessableEntity);
        body.Text("message").ShouldBe($"TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid value: {seconds}: {text}");
    }

    [Theory]
    [InlineData("""{"spec":{"expirationSeconds":"long"}}""")]
    [InlineData("""{"spec":{"audiences":"one"}}""")]
    [InlineData("""{"metadata":{"name":"other"}}""")]
    [InlineData("""{"metadata":{"namespace":"other"}}""")]
    public async Task Request_ThatIsNone_IsRefused(string json) => (await SendAsync("POST", Token, json)).Code.ShouldBe(HttpStatusCode.BadRequest);

    [Fact]
    public async Task Token_BoundToAPod_IsForTheAccountThatThePodRunsAs()
    {
        const string Bound = """{"spec":{"boundObjectRef":{"kind":"Pod","apiVersion":"v1","name":"p"}}}""";
        await OkAsync("POST", $"{Core}/serviceaccounts", """{"metadata":{"name":"bob"}}""");
        await OkAsync("POST", $"{Core}/pods", Pod);

        var (code, body) = await SendAsync("POST", $"{Core}/serviceaccounts/bob/token", Bound);

        code.ShouldBe(HttpStatusCode.BadRequest);
        body.Text("message").ShouldBe("cannot bind token for serviceaccount \"bob\" to pod running with different serviceaccount name.");
        (await OkAsync("POST", Token, Bound)).Text("status", "token").ShouldNotBeNullOrEmpty();
    }

    [Theory]
    [InlineData("v1", "ConfigMap", "/v1, Kind=ConfigMap")]
    [InlineData("apps/v1", "Pod", "apps/v1, Kind=Pod")]
    public async Task Token_BoundToAnythingElse_IsRefused(string version, string kind, string named)
    {
        var (code, body) = await SendAsync("POST", Token, $$"""{"spec":{"boundObjectRef":{"kind":"{{kind}}","apiVersion":"{{version}}","name":"p"} } }""");

        (code, body.Text("message")).ShouldBe((HttpStatusCode.BadRequest, $"cannot bind token to object of type {named}"));
    }
}
