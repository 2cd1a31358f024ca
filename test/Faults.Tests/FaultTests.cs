using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Directory;
using Verditer.ResourceManager.Testing;

namespace Verditer.Faults.Tests;

public sealed class FaultTests : CloudTest
{
    protected override TestCloudOptions Options => new() { Parts = services => services.AddFaults() };

    private FaultBook Book => Cloud.Get<FaultBook>();

    [Fact]
    public async Task Nothing_IsLate_UnlessAFaultIsSet()
    {
        var group = await Cloud.AddGroupAsync();
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", group);
        (await Cloud.GetAsync(group, reader)).ShouldBe(200);
    }

    [Fact]
    public async Task RolePropagation_MakesNewAssignmentsCountLater_AndLeavesOldOnesAlone()
    {
        var group = await Cloud.AddGroupAsync();
        var before = await Cloud.AddPrincipalWithRoleAsync("Reader", group);
        Cloud.Advance(TimeSpan.FromSeconds(1));
        await SetAsync(FaultKind.RolePropagation, TimeSpan.FromMinutes(2));
        var after = await Cloud.AddPrincipalWithRoleAsync("Reader", group);

        (await Cloud.GetAsync(group, before)).ShouldBe(200);
        (await Cloud.GetAsync(group, after)).ShouldBe(403);
        Cloud.Advance(TimeSpan.FromSeconds(119));
        (await Cloud.GetAsync(group, after)).ShouldBe(403);
        Cloud.Advance(TimeSpan.FromSeconds(1));
        (await Cloud.GetAsync(group, after)).ShouldBe(200);
    }

    [Fact]
    public async Task RolePropagation_OfAScopeOrPrincipal_IsForThatAlone_AndEndsWhenItIsCleared()
    {
        var (one, two) = (await Cloud.AddGroupAsync("rg1"), await Cloud.AddGroupAsync("rg10"));
        await SetAsync(FaultKind.RolePropagation, null, scope: one);
        var reader = await Cloud.AddPrincipalWithRoleAsync("Reader", one);
        await Cloud.AssignAsync(reader.ObjectId, "Reader", two);
        (await Cloud.GetAsync(one, reader)).ShouldBe(403);
        (await Cloud.GetAsync(two, reader)).ShouldBe(200);

        (await Book.ClearAsync([FaultKind.RolePropagation], default)).Count.ShouldBe(1);
        (await Cloud.GetAsync(one, reader)).ShouldBe(200);

        await SetAsync(FaultKind.RolePropagation, null, principal: "somebody else");
        var other = await Cloud.AddPrincipalWithRoleAsync("Reader", one);
        (await Cloud.GetAsync(one, other)).ShouldBe(200);
    }

    [Fact]
    public async Task PrincipalPropagation_HidesNewPrincipals_UnlessTheirTypeIsNamed()
    {
        var old = await Cloud.AddPrincipalAsync();
        Cloud.Advance(TimeSpan.FromSeconds(1));
        await SetAsync(FaultKind.PrincipalPropagation, TimeSpan.FromMinutes(1));
        var fresh = await Cloud.AddPrincipalAsync();

        (await AssignAsync(old, null)).ShouldBe(201);
        (await AssignAsync(fresh, null)).ShouldBeRefused(400, "PrincipalNotFound");
        Cloud.Advance(TimeSpan.FromMinutes(1));
        (await AssignAsync(fresh, null)).ShouldBe(201);
        var next = await Cloud.AddPrincipalAsync();
        (await AssignAsync(next, "ServicePrincipal")).ShouldBe(201);
    }

    [Fact]
    public async Task GroupPropagation_IsLateInTokens_AndATokenKeepsWhatItHas()
    {
        var group = await Cloud.AddGroupAsync();
        var member = await Cloud.AddPrincipalAsync();
        var directoryGroup = await Cloud.AddGroupOfPrincipalsAsync();
        await Cloud.AssignAsync(directoryGroup, "Reader", group);
        await SetAsync(FaultKind.GroupPropagation, TimeSpan.FromMinutes(5));
        await Cloud.Get<IDirectoryAdministration>().PutGroupAsync(new(Cloud.TenantId, directoryGroup, "group", [member.ObjectId], Cloud.Clock.GetUtcNow()));

        var early = await Cloud.TokenAsync(member);
        (await WithTokenAsync(group, early)).ShouldBe(403);
        Cloud.Advance(TimeSpan.FromMinutes(5));
        (await WithTokenAsync(group, early)).ShouldBe(403);
        (await WithTokenAsync(group, await Cloud.TokenAsync(member))).ShouldBe(200);
        await Book.ClearAsync([], default);
        (await WithTokenAsync(group, early)).ShouldBe(200);
    }

    [Fact]
    public async Task Faults_AfterARestart_AreStillSet_AndOneTakesTheOthersPlace()
    {
        await SetAsync(FaultKind.RolePropagation, TimeSpan.FromMinutes(1));
        await SetAsync(FaultKind.RolePropagation, TimeSpan.FromMinutes(3));
        await SetAsync(FaultKind.RolePropagation, null, scope: Cloud.Subscription);
        var before = Book.All;
        await Cloud.RestartAsync();
        await Book.LoadAsync(default);
        Book.All.ShouldBe(before, ignoreOrder: true);
        Book.All.Select(f => f.Duration).ShouldBe([TimeSpan.FromMinutes(3), null], ignoreOrder: true);
    }

    [Fact]
    public async Task Outage_LastsSoLong_AndSaysWhatIsLeft()
    {
        await SetAsync(FaultKind.TokenOutage, TimeSpan.FromMinutes(1));
        Book.Refuse(FaultKind.TokenOutage).ShouldBe(TimeSpan.FromSeconds(30));
        Cloud.Advance(TimeSpan.FromSeconds(50));
        Book.Refuse(FaultKind.TokenOutage).ShouldBe(TimeSpan.FromSeconds(10));
        Cloud.Advance(TimeSpan.FromSeconds(10));
        Book.Refuse(FaultKind.TokenOutage).ShouldBeNull();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Rate_IsKeptAndFollowsFromTheSeed(int seed)
    {
        var (first, again) = (await DrawAsync(seed), await DrawAsync(seed));
        again.ShouldBe(first);
        first.Count(hit => hit).ShouldBeInRange(220, 380);
        (await DrawAsync(seed + 10)).ShouldNotBe(first);
    }

    [Theory]
    [InlineData("90s", "90s")]
    [InlineData("120s", "2m")]
    [InlineData("1.5h", "90m")]
    [InlineData("2d", "2d")]
    [InlineData("hang", "forever")]
    public void Duration_IsReadAndWritten(string word, string shown) => FaultWords.Describe(FaultWords.Duration(word).Value).ShouldBe(shown);

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("-5m")]
    [InlineData("0s")]
    [InlineData("99999999d")]
    [InlineData("soon")]
    public void Duration_ThatIsNone_IsRefused(string word) => FaultWords.Duration(word).Error.ShouldNotBeNull();

    private Task SetAsync(FaultKind kind, TimeSpan? duration, string? scope = null, string? principal = null, double rate = 1, int seed = 0) =>
        Book.SetAsync(new(Guid.NewGuid().ToString(), kind, duration, Cloud.Clock.GetUtcNow(), scope, principal, null, rate, seed), default);

    private async Task<List<bool>> DrawAsync(int seed)
    {
        await SetAsync(FaultKind.ImdsThrottle, null, rate: 0.3, seed: seed);
        return [.. Enumerable.Range(0, 1000).Select(_ => Book.Refuse(FaultKind.ImdsThrottle) is not null)];
    }

    private Task<TestReply> AssignAsync(TestPrincipal principal, string? type) => Cloud.PutAsync(Cloud.AssignmentId(), new JsonObject
    {
        ["properties"] = new JsonObject { ["roleDefinitionId"] = Cloud.RoleId("Reader"), ["principalId"] = principal.ObjectId, ["principalType"] = type },
    }.ToJsonString());

    private Task<TestReply> WithTokenAsync(string path, string token) => Cloud.SendAsync("GET", path, change: r => r with { Token = token });
}
