using Microsoft.Extensions.DependencyInjection;
using Verditer.Core;

namespace Verditer.CloudProvider.Tests;

public sealed class IdentityTests
{
    [Fact]
    public async Task Identity_WithoutRole_LeavesServicePendingWithAzuresWords()
    {
        await using var cloud = await TestCloud.StartAsync(withRole: false);
        cloud.Objects.PutService("web");
        var message = await cloud.Objects.UntilEventAsync("web", "SyncLoadBalancerFailed");
        message.ShouldStartWith("Error syncing load balancer: failed to ensure load balancer: ");
        message.ShouldContain("HTTPStatusCode: 403");
        message.ShouldContain("\"code\":\"AuthorizationFailed\"");
        message.ShouldContain("does not have authorization to perform action 'Microsoft.Network/");
        cloud.Objects.AddressOf("web").ShouldBeNull();
    }

    [Fact]
    public async Task Role_TakenAndGivenBack_ServiceGetsItsAddressWithoutARestart()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("before");
        var before = await cloud.Objects.UntilAddressAsync("before");

        await cloud.TakeRoleAsync();
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilEventAsync("web", "SyncLoadBalancerFailed");
        cloud.Objects.AddressOf("before").ShouldBe(before);

        await cloud.GiveRoleAsync();
        cloud.Pass(TimeSpan.FromMinutes(6));
        (await cloud.Objects.UntilAddressAsync("web")).ShouldNotBe(before);
    }

    [Fact]
    public async Task Role_Gone_DeletedServiceWaitsUntilItIsBack()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilAddressAsync("web");
        await cloud.TakeRoleAsync();
        cloud.Objects.DeleteService("web");
        (await cloud.Objects.UntilEventAsync("web", "SyncLoadBalancerFailed")).ShouldContain("failed to delete load balancer: ");
        cloud.Objects.Find("services/default/web").ShouldNotBeNull();

        await cloud.GiveRoleAsync();
        cloud.Pass(TimeSpan.FromMinutes(6));
        await cloud.Objects.UntilGoneAsync("web");
        (await cloud.PublicAddressesAsync()).ShouldBe(["outbound"]);
    }

    [Fact]
    public async Task Token_Kept_IsAskedForOnce()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("one");
        await cloud.Objects.UntilAddressAsync("one");
        cloud.Objects.PutService("two");
        await cloud.Objects.UntilAddressAsync("two");
        cloud.Metadata.Given.ShouldBe(1);
    }

    [Fact]
    public async Task Token_EndedByTheClock_IsAskedForAgain()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("one");
        await cloud.Objects.UntilAddressAsync("one");
        cloud.Pass(TimeSpan.FromDays(2));
        cloud.Objects.PutService("two");
        await cloud.Objects.UntilAddressAsync("two");
        cloud.Metadata.Given.ShouldBe(2);
    }

    [Fact]
    public async Task Token_RefusedByResourceManager_IsDroppedAndAskedForAgain()
    {
        await using var cloud = await TestCloud.CreateAsync();
        using var http = AzureConnection.ToAzure(cloud.Endpoints);
        using var metadata = new ManagedIdentityTokens(cloud.Metadata.Socket, cloud.Clock);
        using var source = new SpoiledFirst(metadata);
        using var tokens = new AccessTokens(source, cloud.Clock);
        var read = await new ResourceManagerClient(http, tokens, cloud.Clock).GetAsync(cloud.Balancer, AzureApi.Network, default);
        read.Error.ShouldBeNull();
        cloud.Metadata.Given.ShouldBe(2);
    }

    [Fact]
    public async Task MetadataListener_Throttling_IsAskedAgain()
    {
        await using var cloud = await TestCloud.CreateAsync();
        cloud.Metadata.BeBusy(2);
        await cloud.Providers.StartAsync(cloud.Spec);
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilAddressAsync("web");
        cloud.Objects.Messages("web", "SyncLoadBalancerFailed").ShouldBeEmpty();
    }

    [Fact]
    public async Task ServicePrincipal_WithValidSecret_ServesTheCluster()
    {
        await using var cloud = await TestCloud.CreateAsync(withRole: false);
        await cloud.Providers.StartAsync(await WithServicePrincipalAsync(cloud));
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilAddressAsync("web");
        cloud.Metadata.Given.ShouldBe(0);
    }

    [Fact]
    public async Task ServicePrincipal_WithExpiredSecret_LeavesServicePendingWithEntrasWords()
    {
        await using var cloud = await TestCloud.CreateAsync(withRole: false);
        var spec = await WithServicePrincipalAsync(cloud);
        cloud.Pass(TimeSpan.FromDays(366));
        await cloud.Providers.StartAsync(spec);
        cloud.Objects.PutService("web");
        var message = await cloud.Objects.UntilEventAsync("web", "SyncLoadBalancerFailed");
        message.ShouldContain("AADSTS7000222");
        message.ShouldContain($"keys for app '{spec.ServicePrincipal!.ClientId}' are expired");
        message.ShouldNotContain(spec.ServicePrincipal.Secret);
        cloud.Objects.AddressOf("web").ShouldBeNull();
    }

    [Fact]
    public async Task ServicePrincipal_WithNewSecret_ServesAgain()
    {
        await using var cloud = await TestCloud.CreateAsync(withRole: false);
        var spec = await WithServicePrincipalAsync(cloud);
        await cloud.Providers.StartAsync(spec with { ServicePrincipal = spec.ServicePrincipal! with { Secret = "wrong" } });
        cloud.Objects.PutService("web");
        (await cloud.Objects.UntilEventAsync("web", "SyncLoadBalancerFailed")).ShouldContain("AADSTS7000215");
        await cloud.Providers.StartAsync(spec);
        await cloud.Objects.UntilAddressAsync("web");
    }

    [Fact]
    public async Task ServicePrincipal_ThatGivesWayToManagedIdentity_IsUsedUntilItsTokenEnds()
    {
        await using var cloud = await TestCloud.CreateAsync(withRole: false);
        var spec = await WithServicePrincipalAsync(cloud);
        await cloud.Providers.StartAsync(spec);
        cloud.Objects.PutService("before");
        await cloud.Objects.UntilAddressAsync("before");

        await cloud.Providers.StartAsync(cloud.Spec);
        cloud.Objects.PutService("still");
        await cloud.Objects.UntilAddressAsync("still");
        cloud.Metadata.Given.ShouldBe(0);

        cloud.Pass(TimeSpan.FromHours(2));
        cloud.Objects.PutService("then");
        await cloud.Objects.UntilEventAsync("then", "SyncLoadBalancerFailed");
        cloud.Metadata.Given.ShouldBe(1);
    }

    private static async Task<CloudProviderSpec> WithServicePrincipalAsync(TestCloud cloud)
    {
        var owned = await cloud.Host.Services.GetRequiredService<IDirectory>().EnsureOwnedApplicationAsync(
            cloud.Host.Principal.TenantId, "cluster-demo", "demo", cloud.Host.Principal.ClientId, TimeSpan.FromDays(365));
        await cloud.GiveRoleAsync(owned.PrincipalId);
        return cloud.Spec with { MetadataSocket = null, ServicePrincipal = new(owned.AppId, owned.Secret) };
    }

    /// <summary>Its first token is damaged on the way.</summary>
    private sealed class SpoiledFirst(ITokenSource source) : ITokenSource
    {
        private int _asked;

        public async Task<TokenAnswer> RequestAsync(CancellationToken cancellationToken)
        {
            var answer = await source.RequestAsync(cancellationToken);
            return _asked++ == 0 ? answer with { Token = answer.Token! with { Value = answer.Token.Value + "x" } } : answer;
        }

        public void Dispose()
        {
            // The source belongs to the test.
        }
    }
}
