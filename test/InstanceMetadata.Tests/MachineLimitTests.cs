using Verditer.Core;

namespace Verditer.InstanceMetadata.Tests;

public sealed class MachineLimitTests : IAsyncLifetime
{
    private const string Instance = "metadata/instance?api-version=2021-10-01";

    private TestMachines _machines = null!;
    private HttpClient _node = null!;

    public async ValueTask InitializeAsync()
    {
        _machines = await TestMachines.StartAsync();
        await _machines.AddIdentityAsync("kubelet");
        await _machines.AddIdentityAsync("other");
        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");
        _node = await _machines.OpenAsync(TestMachines.Node);
    }

    public async ValueTask DisposeAsync()
    {
        _node.Dispose();
        await _machines.DisposeAsync();
    }

    [Fact]
    public async Task Bursts_WithoutTheLimit_AreAnswered()
    {
        for (var i = 0; i < 30; i++)
        {
            (await _node.TokenAsync()).Status.ShouldBe(200);
        }
    }

    [Fact]
    public async Task Tokens_OverTheLimit_AreThrottledUntilTimePasses()
    {
        _machines.Administration.LimitsBursts = true;
        for (var i = 0; i < 20; i++)
        {
            (await _node.TokenAsync()).Status.ShouldBe(200);
        }

        using var response = await _node.GetAsync(Answers.TokenPath + Answers.Arm);
        ((int)response.StatusCode, response.Headers.RetryAfter!.Delta).ShouldBe((429, TimeSpan.FromSeconds(1)));
        (await response.Content.ReadAsStringAsync()).ShouldBe("""{"error":"invalid_request","error_description":"Temporarily throttled, too many requests"}""");
        (await _node.JsonAsync(Instance)).Status.ShouldBe(200);

        _machines.Time.Advance(TimeSpan.FromMilliseconds(100));
        (await _node.TokenAsync()).Status.ShouldBe(200);
        (await _node.TokenAsync()).Status.ShouldBe(200);
        (await _node.TokenAsync()).Status.ShouldBe(429);
    }

    [Fact]
    public async Task OtherRequests_OverTheLimit_AreThrottledEachMachineByItself()
    {
        _machines.Administration.LimitsBursts = true;
        using var second = await _machines.OpenAsync(TestMachines.Node with { Name = "another" });
        for (var i = 0; i < 5; i++)
        {
            (await _node.JsonAsync(Instance)).Status.ShouldBe(200);
        }

        var (status, body) = await _node.JsonAsync(Instance);
        (status, body.Text("error")).ShouldBe((429, "Too many requests"));
        (await second.JsonAsync(Instance)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Fault_ThatIsSet_IsTheAnswerWithItsTime()
    {
        _machines.Faults.Throttled = TimeSpan.FromSeconds(12.5);

        using var response = await _node.GetAsync(Answers.TokenPath + Answers.Arm);

        ((int)response.StatusCode, response.Headers.RetryAfter!.Delta).ShouldBe((429, TimeSpan.FromSeconds(13)));
        (await _node.JsonAsync(Instance)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task ChangeOfIdentities_WithATimeForIt_IsGoneForThatLong()
    {
        _machines.Administration.IdentityUpdateTime = TimeSpan.FromSeconds(70);
        (await _node.TokenAsync()).Status.ShouldBe(200);

        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet", "other");

        (await _node.TokenAsync()).Status.ShouldBe(410);
        _machines.Time.Advance(TimeSpan.FromSeconds(69));
        (await _node.TokenAsync()).Status.ShouldBe(410);
        _machines.Time.Advance(TimeSpan.FromSeconds(1));
        (await _node.TokenAsync()).Status.ShouldBe(400);
    }

    [Fact]
    public async Task Write_ThatChangesNoIdentity_IsNoChange()
    {
        _machines.Administration.IdentityUpdateTime = TimeSpan.FromSeconds(70);

        await _machines.StoreOwnerAsync(TestMachines.ScaleSet, "UserAssigned", "kubelet");

        (await _node.TokenAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task KeptTokens_AreListedClearedAndTurnedOff()
    {
        var first = (await _node.TokenAsync()).Body.Text("access_token");
        var kept = _machines.Administration.ListTokens().ShouldHaveSingleItem();
        (kept.Machine, kept.Resource, kept.Identity.ResourceId).ShouldBe((TestMachines.NodeName, Answers.Arm, TestMachines.IdentityId("kubelet")));

        _machines.Administration.ClearTokens("another machine").ShouldBe(0);
        (await _node.TokenAsync()).Body.Text("access_token").ShouldBe(first);
        _machines.Administration.ClearTokens().ShouldBe(1);
        var second = (await _node.TokenAsync()).Body.Text("access_token");
        second.ShouldNotBe(first);

        _machines.Administration.CachesTokens = false;
        (await _node.TokenAsync()).Body.Text("access_token").ShouldNotBe(second);
        _machines.Administration.CachesTokens = true;
        (await _node.TokenAsync()).Body.Text("access_token").ShouldBe(second);
    }
}
