using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class ConcurrencyTests : CloudTest
{
    private const int Writers = 40;

    private string _group = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
    }

    [Fact]
    public async Task Puts_OfDifferentResourcesAtOnce_AreAllThere()
    {
        var replies = await AtOnceAsync(i => Cloud.PutAsync($"{_group}/providers/Microsoft.Network/routeTables/t{i:D2}", """{"location":"westus2"}"""));

        replies.ShouldAllBe(r => r.Status == 201);
        (await Cloud.GetAsync($"{_group}/providers/Microsoft.Network/routeTables")).Names.Count.ShouldBe(Writers);
    }

    [Fact]
    public async Task Puts_OfChildrenOfOneParentAtOnce_AreAllThere()
    {
        var table = $"{_group}/providers/Microsoft.Network/routeTables/t";
        await Cloud.MakeAsync(table, """{"location":"westus2"}""");

        var replies = await AtOnceAsync(i => Cloud.PutAsync($"{table}/routes/r{i:D2}", """{"properties":{"addressPrefix":"10.0.0.0/8","nextHopType":"None"}}"""));

        replies.ShouldAllBe(r => r.Status == 201);
        (await Cloud.GetAsync($"{table}/routes")).Names.ShouldBe(Enumerable.Range(0, Writers).Select(i => $"r{i:D2}"), ignoreOrder: true);
    }

    [Fact]
    public async Task Patches_OfOneResourceAtOnce_AreAllInIt()
    {
        var replies = await AtOnceAsync(i => Cloud.PatchAsync(_group, """{"tags":{"KEY":"x"}}""".Replace("KEY", $"k{i}")));

        replies.ShouldAllBe(r => r.Status == 200);
        (await Cloud.GetAsync(_group)).At("tags")!.AsObject().Count.ShouldBe(Writers);
    }

    [Fact]
    public async Task Creations_OfOneResourceAtOnce_AreOneCreation()
    {
        var table = $"{_group}/providers/Microsoft.Network/routeTables/t";

        var replies = await AtOnceAsync(i => Cloud.SendAsync("PUT", table, """{"location":"westus2"}""", change: r => r with { IfNoneMatch = "*" }));

        replies.Count(r => r.Status == 201).ShouldBe(1);
        replies.Count(r => r.Status == 412).ShouldBe(Writers - 1);
    }

    private static Task<TestReply[]> AtOnceAsync(Func<int, Task<TestReply>> send) =>
        Task.WhenAll(Enumerable.Range(0, Writers).Select(i => Task.Run(() => send(i))));
}
