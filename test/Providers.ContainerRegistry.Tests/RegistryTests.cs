using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Providers.ContainerRegistry.Tests;

public sealed class RegistryTests : RegistryTest
{
    private const string Basic = """{"location":"westus2","sku":{"name":"Basic"},"properties":{"adminUserEnabled":false}}""";

    [Fact]
    public async Task Put_OfANewRegistry_FillsInWhatAzureFillsIn()
    {
        var made = (await Cloud.PutAsync(Path("MyRegistry"), Basic)).ShouldBe(201);

        made.Text("properties", "loginServer").ShouldBe("myregistry.azurecr.io");
        made.Text("properties", "provisioningState").ShouldBe("Succeeded");
        made.At("sku")!.ToJsonString().ShouldBe("""{"name":"Basic","tier":"Basic"}""");
        made.Text("properties", "policies", "azureADAuthenticationAsArmPolicy", "status").ShouldBe("enabled");
        made.At("properties", "policies", "retentionPolicy", "days")!.GetValue<int>().ShouldBe(7);
        made.Text("properties", "publicNetworkAccess").ShouldBe("Enabled");
        made.At("properties", "networkRuleSet").ShouldBeNull();
        made.Text("systemData", "createdBy").ShouldBe(Cloud.Owner.ClientId);
        made.Text("systemData", "createdByType").ShouldBe("Application");
        (await Cloud.GetAsync(Path("MyRegistry"))).ShouldBe(200).Body!.ToJsonString().ShouldBe(made.Body!.ToJsonString());
        Facts().ShouldBe(new RegistryFacts(ResourceId.Parse(Path("MyRegistry")), Cloud.TenantId, "myregistry.azurecr.io", false, true, null, null, 40L << 40)
        {
            Created = made.Text("properties", "creationDate").ShouldNotBeNull(),
        });
    }

    [Fact]
    public async Task Put_Again_KeepsWhoMadeItAndWhen()
    {
        await MakeAsync();
        var made = await Cloud.GetAsync(Path("myregistry"));
        Cloud.Advance(TimeSpan.FromHours(1));

        var again = (await Cloud.PutAsync(Path("myregistry"), Basic)).ShouldBe(200);

        again.Text("properties", "creationDate").ShouldBe(made.Text("properties", "creationDate"));
        again.Text("systemData", "createdAt").ShouldBe(made.Text("systemData", "createdAt"));
        again.Text("systemData", "lastModifiedAt").ShouldNotBe(made.Text("systemData", "lastModifiedAt"));
        again.Text("properties", "policies", "retentionPolicy", "lastUpdatedTime").ShouldBe(made.Text("properties", "policies", "retentionPolicy", "lastUpdatedTime"));
    }

    [Fact]
    public async Task Put_AfterADeletion_MakesAnotherRegistry()
    {
        await MakeAsync();
        var before = Facts();
        await Cloud.DeleteAsync(Path("myregistry"));
        await Cloud.RunOperationsAsync();
        Cloud.Advance(TimeSpan.FromMinutes(1));

        await MakeAsync();

        Facts().Id.ShouldBe(before.Id);
        Facts().IsSame(before).ShouldBeFalse();
    }

    [Fact]
    public async Task Patch_ChangesWhatTheDataPlaneSees()
    {
        await MakeAsync(sku: "Premium");

        (await Cloud.PatchAsync(Path("myregistry"), """
            {"tags":{"team":"blue"},"properties":{"anonymousPullEnabled":true,"dataEndpointEnabled":true,
            "policies":{"retentionPolicy":{"days":3,"status":"enabled"},"azureADAuthenticationAsArmPolicy":{"status":"disabled"}}}}
            """)).ShouldBe(200)
            .At("properties", "dataEndpointHostNames")!.ToJsonString().ShouldBe("""["myregistry.westus2.data.azurecr.io"]""");

        var facts = Facts("MyRegistry.AzureCR.io");
        (facts.AnonymousPull, facts.TakesArmTokens, facts.UntaggedRetentionDays, facts.StorageLimit).ShouldBe((true, false, 3, 100L << 40));
        (await Cloud.GetAsync(Path("myregistry"))).Text("tags", "team").ShouldBe("blue");
    }

    [Fact]
    public async Task Patch_OfTheSku_MovesTheTier()
    {
        await MakeAsync();

        var moved = (await Cloud.PatchAsync(Path("myregistry"), """{"sku":{"name":"premium"}}""")).ShouldBe(200);

        moved.At("sku")!.ToJsonString().ShouldBe("""{"name":"Premium","tier":"Premium"}""");
        moved.Text("properties", "networkRuleSet", "defaultAction").ShouldBe("Allow");
    }

    [Theory]
    [InlineData("Basic", """{"publicNetworkAccess":"Disabled"}""", "DisablingPublicNetworkAccessNotSupported",
        "Disabling public network access is not supported for the SKU Basic. For more information, please visit https://aka.ms/acr/private-link.")]
    [InlineData("Standard", """{"networkRuleSet":{"defaultAction":"Deny"}}""", "NetworkRuleNotSupported", "The requested feature virtual network rule is not supported for the SKU Standard.")]
    [InlineData("Basic", """{"networkRuleSet":{"defaultAction":"Allow","ipRules":[{"value":"10.0.0.1"}]}}""", "NetworkRuleNotSupported", "The requested feature virtual network rule is not supported for the SKU Basic.")]
    [InlineData("Basic", """{"anonymousPullEnabled":true}""", "BadRequest", "Anonymous pull is not supported for SKU Managed_Basic")]
    [InlineData("Basic", """{"dataEndpointEnabled":true}""", "DataEndpointRuleNotSupported", "The requested feature data endpoint rule is not supported for the SKU Basic.")]
    [InlineData("Standard", """{"zoneRedundancy":"Enabled"}""", "ZoneRedundancyNotSupported", "Zone redundancy is not supported for the SKU Standard.")]
    [InlineData("Standard", """{"policies":{"retentionPolicy":{"status":"enabled","days":3}}}""", "RetentionPolicyNotSupported", "The requested feature retention policy is not supported for the SKU Standard.")]
    public async Task Put_OfWhatTheSkuDoesNotHave_IsRefused(string sku, string properties, string code, string message)
    {
        (await Cloud.PutAsync(Path("myregistry"), $$$"""{"location":"westus2","sku":{"name":"{{{sku}}}"},"properties":{{{properties}}}}""")).ShouldBeRefused(400, code, message);

        (await Cloud.GetAsync(Path("myregistry"))).ShouldBe(404);
    }

    [Fact]
    public async Task Patch_ToASkuThatLacksWhatIsEnabled_IsRefused()
    {
        await MakeAsync(sku: "Premium", properties: """{"zoneRedundancy":"Enabled"}""");

        (await Cloud.PatchAsync(Path("myregistry"), """{"sku":{"name":"Standard"}}""")).ShouldBeRefused(400, "ZoneRedundancyNotSupported");
    }

    [Theory]
    [InlineData("Classic", "{}", "InvalidParameters")]
    [InlineData("Premium", """{"policies":{"retentionPolicy":{"days":366}}}""", "InvalidParameters")]
    [InlineData("Premium", """{"policies":{"softDeletePolicy":{"retentionDays":0}}}""", "InvalidParameters")]
    [InlineData("Premium", """{"policies":{"exportPolicy":{"status":"disabled"}}}""", "InvalidParameters")]
    public async Task Put_OfWhatNoRegistryCanBe_IsRefused(string sku, string properties, string code) =>
        (await Cloud.PutAsync(Path("myregistry"), $$$"""{"location":"westus2","sku":{"name":"{{{sku}}}"},"properties":{{{properties}}}}""")).ShouldBeRefused(400, code);

    [Fact]
    public async Task Put_OfAModeThatNothingEnforces_IsRefused() =>
        (await Cloud.PutAsync(Path("myregistry"), """{"location":"westus2","sku":{"name":"Basic"},"properties":{"roleAssignmentMode":"AbacRepositoryPermissions"}}"""))
            .ShouldBeRefused(501, "NotImplemented");

    [Theory]
    [InlineData("four")]
    [InlineData("with-hyphen")]
    [InlineData("a23456789012345678901234567890123456789012345678901")]
    public async Task Put_OfANameAgainstTheRule_IsRefused(string name) =>
        (await Cloud.PutAsync(Path(name), Basic)).ShouldBeRefused(400, "InvalidResourceName",
            "The specified resource name is invalid. Resource names may contain alpha numeric characters only and must be between 5 and 50 characters.");

    [Fact]
    public async Task Identity_OfARegistry_LivesWithIt()
    {
        var own = $"{Group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/who";
        await Cloud.MakeAsync(own, """{"location":"westus2"}""");

        var made = (await Cloud.PutAsync(Path("myregistry"), $$$"""
            {"location":"westus2","sku":{"name":"Premium"},"identity":{"userAssignedIdentities":{ "{{{own}}}":{} },"type":"SystemAssigned, UserAssigned"}}
            """)).ShouldBe(201);

        var identity = Cloud.Get<IDirectory>().FindManagedIdentity(Path("myregistry")).ShouldNotBeNull();
        made.Text("identity", "principalId").ShouldBe(identity.PrincipalId);
        (made.At("identity", "userAssignedIdentities") as JsonObject)!.Single().Value!["clientId"].ShouldNotBeNull();

        (await Cloud.DeleteAsync(Path("myregistry"))).ShouldBe(202);
        await Cloud.RunOperationsAsync();
        Cloud.Get<IDirectory>().FindManagedIdentity(Path("myregistry")).ShouldBeNull();
    }

    [Fact]
    public async Task List_ShowsWhatTheCallerMayRead()
    {
        await MakeAsync("registry1");
        await MakeAsync("registry2");
        var reader = await Cloud.AddPrincipalWithRoleAsync("AcrPull", Path("registry1"));
        var lister = await Cloud.AddPrincipalWithRoleAsync("Reader", Path("registry2"));

        (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.ContainerRegistry/registries")).Names.ShouldBe(["registry1", "registry2"]);
        (await Cloud.GetAsync($"{Cloud.Subscription}/providers/Microsoft.ContainerRegistry/registries", lister)).Names.ShouldBe(["registry2"]);
        (await Cloud.GetAsync(Path("registry1"), reader)).ShouldBeRefused(403, "AuthorizationFailed");
    }
}
