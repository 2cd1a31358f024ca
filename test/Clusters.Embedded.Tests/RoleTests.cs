using System.Net;
using Verditer.Core;

namespace Verditer.Clusters.Embedded.Tests;

public sealed class RoleTests : ClusterTest
{
    [Theory]
    [InlineData("""{"metadata":{"name":"r"}}""")]
    [InlineData("""{"metadata":{"name":"r"},"rules":null}""")]
    public async Task Role_WithoutRules_IsKeptAndShownSo(string json)
    {
        foreach (var path in (string[])[$"{Rbac}/clusterroles", $"{Rbac}/namespaces/default/roles"])
        {
            await OkAsync("POST", path, json);
            var role = (await OkAsync("GET", $"{path}/r")).AsObject();

            role.ContainsKey("rules").ShouldBeTrue();
            role["rules"].ShouldBeNull();
        }
    }

    [Theory]
    [InlineData("clusterroles", """{"apiGroups":[""],"resources":["pods"]}""", "rules[0].verbs: Required value: verbs must contain at least one value")]
    [InlineData("clusterroles", """{"verbs":[],"apiGroups":[""],"resources":["pods"]}""", "rules[0].verbs: Required value: verbs must contain at least one value")]
    [InlineData("clusterroles", """{"verbs":["get"],"resources":["pods"]}""", "rules[0].apiGroups: Required value: resource rules must supply at least one api group")]
    [InlineData("clusterroles", """{"verbs":["get"],"apiGroups":[""]}""", "rules[0].resources: Required value: resource rules must supply at least one resource")]
    [InlineData("clusterroles", "null", "rules[0].verbs: Required value")]
    [InlineData("clusterroles", """{"verbs":["get"],"apiGroups":[""],"nonResourceURLs":["/x"]}""", "rules cannot apply to both regular resources and non-resource URLs")]
    [InlineData("namespaces/default/roles", """{"verbs":["get"],"nonResourceURLs":["/x"]}""", "namespaced rules cannot apply to non-resource URLs")]
    public async Task Rule_ThatSaysTooLittle_IsRefused(string plural, string rule, string text)
    {
        var (code, body) = await SendAsync("POST", $"{Rbac}/{plural}", $$"""{"metadata":{"name":"r"},"rules":[{{rule}}]}""");

        code.ShouldBe(HttpStatusCode.UnprocessableEntity, body.ToString());
        body.Text("message")!.ShouldContain(text);
    }

    [Fact]
    public async Task Role_ThatGathersNothing_IsRefused() =>
        (await SendAsync("POST", $"{Rbac}/clusterroles", """{"metadata":{"name":"r"},"aggregationRule":{}}""")).Code.ShouldBe(HttpStatusCode.UnprocessableEntity);
}
