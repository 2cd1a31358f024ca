using Verditer.Core;

namespace Verditer.InstanceMetadata.Tests;

public sealed class TokenEndpointTests : IAsyncLifetime
{
    private TestMachines _machines = null!;

    public async ValueTask InitializeAsync() => _machines = await TestMachines.StartAsync();

    public ValueTask DisposeAsync() => _machines.DisposeAsync();

    [Fact]
    public async Task Token_OfTheOnlyUserAssignedIdentity_IsTheDocumentedAnswer()
    {
        var identity = await _machines.AddIdentityAsync("kubelet");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");
        using var node = await _machines.OpenAsync(TestMachines.Node);
        var (status, body) = await node.TokenAsync();
        status.ShouldBe(200);
        body.Select(p => p.Key).ShouldBe(
            ["access_token", "client_id", "expires_in", "expires_on", "ext_expires_in", "not_before", "resource", "token_type"]);
        body.ShouldAllBe(p => p.Value!.GetValueKind() == System.Text.Json.JsonValueKind.String);
        body.Text("client_id").ShouldBe(identity.ClientId);
        body.Text("resource").ShouldBe(Answers.Arm);
        body.Text("expires_in").ShouldBe("86399");
        var claims = Answers.ClaimsOf(body.Text("access_token")!);
        claims.Text("oid").ShouldBe(identity.PrincipalId);
        claims.Text("xms_mirid").ShouldBe(TestMachines.IdentityId("kubelet").Replace("resourceGroups", "resourcegroups", StringComparison.Ordinal));
        claims.At("exp")!.ToString().ShouldBe(body.Text("expires_on"));
    }

    [Fact]
    public async Task Token_NoSelector_PrefersTheSystemAssignedIdentity()
    {
        await _machines.AddIdentityAsync("one");
        var own = await _machines.AddSystemIdentityAsync(TestMachines.Cluster);
        await _machines.StoreOwnerAsync(TestMachines.Cluster, "SystemAssigned, UserAssigned", "one");
        using var controlPlane = await _machines.OpenAsync(TestMachines.ControlPlane);
        (await controlPlane.TokenAsync()).Body.Text("client_id").ShouldBe(own.ClientId);
    }

    [Fact]
    public async Task Token_SeveralUserAssigned_NeedsASelector()
    {
        await _machines.AddIdentityAsync("one");
        var two = await _machines.AddIdentityAsync("two");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "one", "two");
        using var node = await _machines.OpenAsync(TestMachines.Node);
        await node.TokenAsync().ShouldBeRefusedAsync(
            "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the token request");
        foreach (var selector in new[]
        {
            $"client_id={two.ClientId}", $"object_id={two.PrincipalId}", $"msi_res_id={two.ResourceId.ToUpperInvariant()}", $"mi_res_id={two.ResourceId}",
            $"client_id={two.ClientId}&object_id={two.PrincipalId}",
        })
        {
            var (status, body) = await node.TokenAsync("&" + selector);
            status.ShouldBe(200, selector);
            body.Text("client_id").ShouldBe(two.ClientId, selector);
        }
    }

    [Fact]
    public async Task Token_SelectorOfAnIdentityThatTheMachineDoesNotCarry_IsNotFound()
    {
        await _machines.AddIdentityAsync("mine");
        var other = await _machines.AddIdentityAsync("other");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "mine");
        using var node = await _machines.OpenAsync(TestMachines.Node);
        foreach (var selector in new[] { $"client_id={other.ClientId}", $"object_id={other.PrincipalId}", $"msi_res_id={other.ResourceId}" })
        {
            await node.TokenAsync("&" + selector).ShouldBeRefusedAsync("Identity not found");
        }
    }

    [Fact]
    public async Task Token_OwnerWithoutIdentity_OrGone_IsNotFound()
    {
        await _machines.AddSystemIdentityAsync(TestMachines.ScaleSet);
        await _machines.StoreAsync(TestMachines.ScaleSet, []);
        using var node = await _machines.OpenAsync(TestMachines.Node);
        await node.TokenAsync().ShouldBeRefusedAsync("Identity not found");
        await _machines.RemoveAsync(TestMachines.ScaleSet);
        await node.TokenAsync().ShouldBeRefusedAsync("Identity not found");
    }

    [Fact]
    public async Task Token_AskedAgain_IsTheSameUntilItsEndIsNear()
    {
        await _machines.AddIdentityAsync("kubelet");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");
        using var node = await _machines.OpenAsync(TestMachines.Node);
        var first = (await node.TokenAsync()).Body;
        _machines.Time.Advance(TimeSpan.FromHours(23));
        var kept = (await node.TokenAsync()).Body;
        kept.Text("access_token").ShouldBe(first.Text("access_token"));
        kept.Text("expires_in").ShouldBe("3599");
        (await node.TokenAsync(resource: "https://vault.azure.net")).Body.Text("access_token").ShouldNotBe(first.Text("access_token"));
        _machines.Time.Advance(TimeSpan.FromMinutes(51));
        var next = (await node.TokenAsync()).Body;
        next.Text("access_token").ShouldNotBe(first.Text("access_token"));
        next.Text("expires_in").ShouldBe("86399");
    }

    [Fact]
    public async Task Token_IdentityDeletedOrTakenAway_IsNotServedFromWhatWasKept()
    {
        var identity = await _machines.AddIdentityAsync("kubelet");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");
        using var node = await _machines.OpenAsync(TestMachines.Node);
        var first = (await node.TokenAsync()).Body.Text("access_token");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "None");
        await node.TokenAsync().ShouldBeRefusedAsync("Identity not found");

        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");
        await _machines.Directory.DeleteManagedIdentityAsync(identity.ResourceId);
        await node.TokenAsync().ShouldBeRefusedAsync("Identity not found");

        var again = await _machines.AddIdentityAsync("kubelet");
        await node.TokenAsync($"&client_id={again.ClientId}").ShouldBeRefusedAsync("Identity not found");
        await node.TokenAsync($"&msi_res_id={again.ResourceId}").ShouldBeRefusedAsync("Identity not found");

        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");
        var (status, body) = await node.TokenAsync();
        status.ShouldBe(200);
        body.Text("client_id").ShouldBe(again.ClientId);
        body.Text("access_token").ShouldNotBe(first);
    }

    [Fact]
    public async Task Token_UnknownResource_PassesOnWhatEntraSays()
    {
        await _machines.AddIdentityAsync("kubelet");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");
        using var node = await _machines.OpenAsync(TestMachines.Node);
        var (status, body) = await node.TokenAsync(resource: "https://nowhere.example");
        status.ShouldBe(400);
        body.Text("error").ShouldBe("invalid_resource");
        body.Text("error_description").ShouldNotBeNull().ShouldMatch(
            "^AADSTS500011: The resource principal named https://nowhere.example was not found in the tenant named .* Trace ID: [0-9a-f-]{36} Correlation ID: [0-9a-f-]{36} Timestamp: 2026-03-01 12:00:00Z$");
    }

    [Fact]
    public async Task Token_TwoMachines_EachServesItsOwnersIdentityWhateverIsSent()
    {
        var kubelet = await _machines.AddIdentityAsync("kubelet");
        var own = await _machines.AddSystemIdentityAsync(TestMachines.Cluster);
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");
        await _machines.StoreOwnerAsync(TestMachines.Cluster, "SystemAssigned");
        using var node = await _machines.OpenAsync(TestMachines.Node);
        using var controlPlane = await _machines.OpenAsync(TestMachines.ControlPlane);
        node.DefaultRequestHeaders.Add("X-Node-Name", TestMachines.ControlPlaneName);
        node.DefaultRequestHeaders.Host = TestMachines.ControlPlaneName;
        (await node.TokenAsync()).Body.Text("client_id").ShouldBe(kubelet.ClientId);
        (await controlPlane.TokenAsync()).Body.Text("client_id").ShouldBe(own.ClientId);
        await node.TokenAsync($"&client_id={own.ClientId}").ShouldBeRefusedAsync("Identity not found");
    }

    [Fact]
    public async Task Info_TellsTheTenant()
    {
        await _machines.AddIdentityAsync("kubelet");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");
        using var node = await _machines.OpenAsync(TestMachines.Node);
        var (status, body) = await node.JsonAsync("metadata/identity/info?api-version=2018-02-01");
        status.ShouldBe(200);
        body.Text("tenantId").ShouldBe(_machines.Tenant);
    }
}
