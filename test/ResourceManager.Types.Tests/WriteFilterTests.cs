using CsCheck;
using Verditer.Core;

namespace Verditer.ResourceManager.Types.Tests;

public sealed class WriteFilterTests
{
    private const string Cluster = "Microsoft.ContainerService/managedClusters";

    [Theory]
    [InlineData("2018-03-31")]
    [InlineData("2019-02-01")]
    [InlineData("2022-11-01")]
    [InlineData("2017-01-01-preview")]
    public void Strip_AtAnyVersion_TakesWhatTheNewestCallsReadOnly(string apiVersion) => Strip(Cluster, apiVersion,
        """{"properties":{"dnsPrefix":"d","fqdn":"f","resourceUID":"u","azurePortalFQDN":"p","agentPoolProfiles":[{"name":"a","currentOrchestratorVersion":"1"}]}}""")
        .ShouldBe("""{"properties":{"dnsPrefix":"d","agentPoolProfiles":[{"name":"a"}]}}""");

    [Theory]
    [InlineData("2019-02-01")]
    [InlineData("2017-01-01-preview")]
    [InlineData("2025-03-01")]
    public void Strip_AtAnyVersion_TakesWhatAnyCallsSecret(string apiVersion) => Strip(Cluster, apiVersion,
        """{"properties":{"windowsProfile":{"adminUsername":"a","ADMINPassword":"p"},"servicePrincipalProfile":{"clientId":"c","secret":"s"}}}""")
        .ShouldBe("""{"properties":{"windowsProfile":{"adminUsername":"a"},"servicePrincipalProfile":{"clientId":"c"}}}""");

    [Fact]
    public void Strip_PropertiesThatNoVersionKnows_Stay()
    {
        const string Body = """{"unknown":{"fqdn":[1,null]},"properties":{"newer":[{"id":1}],"tags":null}}""";

        Strip(Cluster, "2019-02-01", Body).ShouldBe(Body);
    }

    [Fact]
    public void Strip_KeysOfAMap_Stay() => Strip(Cluster, "2019-02-01",
        """{"tags":{"fqdn":"a"},"identity":{"principalId":"p","userAssignedIdentities":{"/x/y":{"clientId":"c"}}}}""")
        .ShouldBe("""{"tags":{"fqdn":"a"},"identity":{"userAssignedIdentities":{"/x/y":{}}}}""");

    [Fact]
    public void Strip_WhereAnOldSpecificationForgotTheMark_GoesByTheNewest() => Strip("Microsoft.Network/networkSecurityGroups", "2019-02-01",
        """{"etag":"e","properties":{"resourceGuid":"g","provisioningState":"Failed","defaultSecurityRules":[{"name":"d"}],"securityRules":[{"name":"r","etag":"e"}]}}""")
        .ShouldBe("""{"properties":{"securityRules":[{"name":"r"}]}}""");

    [Fact]
    public void Strip_WhatTheNamedVersionRequires_Stays() => Strip("Microsoft.Storage/storageAccounts/inventoryPolicies", "2021-02-01",
        """{"properties":{"policy":{"destination":"d"}}}""").ShouldContain("destination");

    [Theory]
    [InlineData("2025-04-02-preview")]
    [InlineData("2026-08-02-preview")]
    public void Strip_OfATypeThatOnlyPreviewsLetAClientMake_KeepsItsProperties(string apiVersion) => Strip(Cluster + "/agentPools/machines", apiVersion,
        """{"zones":["1"],"properties":{"hardware":{"vmSize":"s"}}}""").ShouldBe("""{"zones":["1"],"properties":{"hardware":{"vmSize":"s"}}}""");

    [Fact]
    public void Strip_OfAnAlternative_TakesItsSecretsOnly() => Strip("Microsoft.Web/sites/config", "2018-11-01",
        """{"properties":{"a":"b"}}""", "connectionstrings").ShouldBe("""{"properties":{"a":"b"}}""");

    [Fact]
    public void Strip_GeneratedBodyOfEveryVersion_LosesNothingThatItRequiresButSecrets()
    {
        var seed = 0;
        foreach (var version in Catalogs.All.Where(version => !version.IsReadOnly))
        {
            var name = version.Body is DiscriminatedShape { Discriminator: "name" } byName ? byName.Values[^1] : "n";
            if (new BodyGenerator(new PCG(1, (ulong)++seed)).Body(version.BodyFor(name)) is not { } body)
            {
                continue;
            }

            Catalogs.Shared.TryFind(version.Type, out ServedType? type).ShouldBeTrue();
            var before = Json.ToText(body);
            var withoutSecrets = body.Copy();
            type!.SecretsOf(name).Strip(withoutSecrets);
            WriteFilter.Strip(type, version.ApiVersion, name, body);
            BodyValidator.Validate(version.BodyFor(name), body, ValidationMode.Put)
                .ShouldBe(BodyValidator.Validate(version.BodyFor(name), withoutSecrets, ValidationMode.Put), $"{version.Type}@{version.ApiVersion} {before}");
        }

        seed.ShouldBeGreaterThan(1000);
    }

    private static string Strip(string type, string apiVersion, string json, string name = "n")
    {
        Catalogs.Shared.TryFind(ResourceType.Parse(type), out ServedType? served).ShouldBeTrue(type);
        var body = Catalogs.Body(json);
        WriteFilter.Strip(served!, apiVersion, name, body);
        return Json.ToText(body);
    }
}
