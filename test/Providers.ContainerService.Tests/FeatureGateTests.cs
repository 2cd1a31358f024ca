using System.Text.Json.Nodes;

namespace Verditer.Providers.ContainerService.Tests;

/// <summary>The preview's gate: https://learn.microsoft.com/azure/azure-resource-manager/management/preview-features</summary>
public sealed class FeatureGateTests : ClusterTest
{
    private string FeaturePath => $"{Cloud.Subscription}/providers/Microsoft.Features/providers/Microsoft.ContainerService/features/MSIPreview";

    [Fact]
    public async Task Identity_WithoutTheFeature_IsRefusedWithWhatMendsIt()
    {
        var reply = (await PutClusterAsync("one")).ShouldBeRefused(400, "BadRequest", "Preview feature Microsoft.ContainerService/MSIPreview not registered.");
        var details = string.Join('\n', (reply.At("error", "details") as JsonArray)!.Select(d => d!["message"]!.ToString()));
        details.ShouldContain("az feature register --name MSIPreview --namespace Microsoft.ContainerService");
        details.ShouldContain("az provider register --namespace Microsoft.ContainerService");
        details.ShouldContain("verditer subscription rules");
        (await Cloud.GetAsync(ClusterId("one"))).ShouldBe(404);
    }

    [Fact]
    public async Task Identity_BeforeTheProviderIsRegisteredAgain_IsRefused()
    {
        await Cloud.PostAsync($"{FeaturePath}/register?api-version=2021-07-01");
        await Cloud.RunOperationsAsync();
        (await PutClusterAsync("one")).ShouldBeRefused(400, "BadRequest", "Preview feature Microsoft.ContainerService/MSIPreview not registered.");
    }

    [Fact]
    public async Task Identity_WithARegistrationOfTheProviderThatBeganBeforeTheFeatureWasRegistered_IsRefused()
    {
        await Cloud.PostAsync($"{FeaturePath}/register?api-version=2021-07-01");
        await Cloud.PostAsync($"{Cloud.Subscription}/providers/Microsoft.ContainerService/register?api-version=2021-04-01");
        await Cloud.RunOperationsAsync();
        (await PutClusterAsync("one")).ShouldBeRefused(400, "BadRequest");
    }

    [Fact]
    public async Task Identity_AfterBothRegistrations_IsServed()
    {
        await RegisterPreviewAsync();
        (await PutClusterAsync("one")).ShouldBe(201);
    }

    [Fact]
    public async Task Identity_InAnotherSubscription_DoesNotInheritTheFeature()
    {
        await RegisterPreviewAsync();
        var second = $"/subscriptions/{await Cloud.AddSubscriptionAsync(Cloud.Owner, ResourceManager.RuleSet.Preview)}";
        (await Cloud.PutAsync($"{second}/resourceGroups/rg", """{"location":"westus2"}""")).ShouldBe(201);
        var reply = await Cloud.PutAsync($"{second}/resourceGroups/rg/providers/Microsoft.ContainerService/managedClusters/one?api-version=2022-11-01", Body());
        reply.ShouldBeRefused(400, "BadRequest", "Preview feature Microsoft.ContainerService/MSIPreview not registered.");
    }

    [Fact]
    public async Task ServicePrincipal_WithoutTheFeature_IsServed()
    {
        var given = await MakeApplicationAsync(TimeSpan.FromDays(30));
        await MakeClusterAsync("one", WithPrincipal(given.AppId, given.Secret));
    }

    [Fact]
    public async Task OwnIdentity_InThePreview_IsRefused()
    {
        await RegisterPreviewAsync();
        (await Cloud.PutAsync($"{GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/own", """{"location":"westus2"}""")).ShouldBe(201);
        var reply = await PutClusterAsync("one", b => b["identity"] = new JsonObject
        {
            ["type"] = "UserAssigned",
            ["userAssignedIdentities"] = new JsonObject { [$"{GroupId}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/own"] = new JsonObject() },
        });
        reply.ShouldBeRefused(400, "BadRequest");
    }
}
