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
}
