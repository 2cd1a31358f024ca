using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.CloudProvider.Tests;

public sealed class RestartTests
{
    [Fact]
    public async Task CloudProvider_Restarted_KeepsAddressAndMakesNoSecond()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        var address = await cloud.Objects.UntilAddressAsync("web");
        var balancer = (await cloud.GetAsync(cloud.Balancer)).Text("etag");
        await cloud.Providers.DisposeAsync();

        await cloud.NewProviders().StartAsync(cloud.Spec);
        cloud.Objects.PutService("later");
        await cloud.Objects.UntilAddressAsync("later");
        cloud.Objects.AddressOf("web").ShouldBe(address);
        (await cloud.PublicAddressesAsync()).Length.ShouldBe(3);
        balancer.ShouldNotBe((await cloud.GetAsync(cloud.Balancer)).Text("etag"));
    }

    [Fact]
    public async Task CloudProvider_StoppedBeforeDeletion_CleansUpWhenItIsBack()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilAddressAsync("web");
        await cloud.Providers.StopAsync("demo");
        cloud.Objects.DeleteService("web");
        cloud.Objects.Find("services/default/web").ShouldNotBeNull();
        await cloud.Providers.StartAsync(cloud.Spec);
        await cloud.Objects.UntilGoneAsync("web");
    }

    [Fact]
    public async Task Watch_EndedAndTooOld_IsTakenUpByListing()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("one");
        await cloud.Objects.UntilAddressAsync("one");
        cloud.Objects.Compact();
        cloud.Objects.BreakWatches();
        cloud.Objects.PutService("two");
        await cloud.Objects.UntilAddressAsync("two");
    }

    [Fact]
    public async Task Start_SameSpecTwice_DoesNotDisturbTheRunningOne()
    {
        await using var cloud = await TestCloud.StartAsync();
        cloud.Objects.PutService("web");
        await cloud.Objects.UntilAddressAsync("web");
        await cloud.Providers.StartAsync(cloud.Spec);
        cloud.Objects.PutService("later");
        await cloud.Objects.UntilAddressAsync("later");
        cloud.Metadata.Given.ShouldBe(1);
    }

    [Fact]
    public async Task Edit_ResourceWrittenMeanwhile_BeginsAgain()
    {
        await using var cloud = await TestCloud.CreateAsync();
        var attempts = 0;
        var edited = await cloud.Owner.EditAsync(cloud.SecurityGroup, AzureApi.Network, group =>
        {
            if (attempts++ == 0)
            {
                cloud.PutAsync(cloud.SecurityGroup, AzureApi.Network, new JsonObject { ["tags"] = new JsonObject { ["by"] = "other" } }).GetAwaiter().GetResult();
            }

            group!.Section("tags")["mine"] = "yes";
            return group;
        }, default);
        edited.Error.ShouldBeNull();
        attempts.ShouldBe(2);
        var tags = (await cloud.GetAsync(cloud.SecurityGroup))!["tags"];
        tags.Text("by").ShouldBe("other");
        tags.Text("mine").ShouldBe("yes");
    }
}
