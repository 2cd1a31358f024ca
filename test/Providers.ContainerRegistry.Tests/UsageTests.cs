namespace Verditer.Providers.ContainerRegistry.Tests;

public sealed class UsageTests : RegistryTest
{
    [Fact]
    public async Task Usages_ShowWhatIsThereAndWhatTheSkuHolds()
    {
        var registry = await MakeAsync(sku: "Standard");
        Content.Push("myregistry.azurecr.io", "app:v1");
        await Cloud.PutAsync($"{registry}/webhooks/hook1", """{"location":"westus2","properties":{"serviceUri":"https://example.com/hook","actions":["push"]}}""");

        var usages = (await Cloud.GetAsync($"{registry}/listUsages?api-version=2025-03-01-preview")).ShouldBe(200);

        usages.Items[0].ToJsonString().ShouldBe("""{"name":"Size","limit":107374182400,"currentValue":10,"unit":"Bytes"}""");
        usages.Items[1].ToJsonString().ShouldBe("""{"name":"Webhooks","limit":10,"currentValue":1,"unit":"Count"}""");
        usages.Items[2].ToJsonString().ShouldBe("""{"name":"ScopeMaps","limit":500,"currentValue":0,"unit":"Count"}""");
        usages.Names.ShouldBe(["Size", "Webhooks", "ScopeMaps", "Tokens"]);
    }

    [Fact]
    public async Task Usages_OfARegistryThatIsNotThere_AreNotFound() =>
        (await Cloud.GetAsync($"{Path("absent")}/listUsages?api-version=2025-03-01-preview")).ShouldBeRefused(404, "ResourceNotFound");

    [Fact]
    public async Task Usages_NeedTheRight()
    {
        var registry = await MakeAsync();
        var puller = await Cloud.AddPrincipalWithRoleAsync("AcrPull", registry);
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", registry);

        (await Cloud.GetAsync($"{registry}/listUsages?api-version=2025-03-01-preview", puller)).ShouldBeRefused(403, "AuthorizationFailed");
        (await Cloud.GetAsync($"{registry}/listUsages?api-version=2025-03-01-preview", reader)).ShouldBe(200);
    }

    [Fact]
    public async Task Child_ThatOnlyPremiumHas_IsStoredThereAndRefusedElsewhere()
    {
        var basic = await MakeAsync("basicone");
        var premium = await MakeAsync("premiumone", "Premium");
        const string Replication = """{"location":"eastus"}""";

        (await Cloud.PutAsync($"{basic}/replications/eastus", Replication)).ShouldBeRefused(400, "FeatureNotSupported", "The requested feature geo-replication is not supported for the SKU Basic.");
        (await Cloud.PutAsync($"{premium}/replications/eastus", Replication)).ShouldBe(201).Text("properties", "provisioningState").ShouldBe("Succeeded");
        (await Cloud.GetAsync($"{premium}/listUsages?api-version=2025-03-01-preview")).Names.ShouldContain("Geo-replications");
    }
}
