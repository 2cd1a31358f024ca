using Verditer.ResourceManager.Testing;

namespace Verditer.ResourceManager.Tests;

public sealed class ListTests : CloudTest
{
    private string _group = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _group = await Cloud.AddGroupAsync();
        foreach (var name in (string[])["t1", "t2", "t3", "t4", "t5"])
        {
            await Cloud.PutAsync($"{_group}/providers/Microsoft.Network/routeTables/{name}", """{"location":"westus2","tags":{"n":"NAME"}}""".Replace("NAME", name));
        }

        await Cloud.PutAsync($"{_group}/providers/Microsoft.Network/networkSecurityGroups/g", """{"location":"eastus"}""");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(100)]
    public async Task Pages_OfAnySize_AddUpToTheList(int size)
    {
        var pages = await PagesAsync($"{_group}/providers/Microsoft.Network/routeTables?$top={size}");

        pages.SelectMany(p => p.Names).ShouldBe(["t1", "t2", "t3", "t4", "t5"]);
        pages.ShouldAllBe(p => p.Names.Count <= size && p.Names.Count > 0);
    }

    [Fact]
    public async Task Page_AfterTheLastOfThePageBeforeIsGone_GoesOnBehindIt()
    {
        var first = await Cloud.GetAsync($"{_group}/providers/Microsoft.Network/routeTables?$top=2");
        await Cloud.DeleteAsync($"{_group}/providers/Microsoft.Network/routeTables/t2");

        (await Cloud.GetAsync(first.Text("nextLink")!)).Names.ShouldBe(["t3", "t4"]);
    }

    [Fact]
    public async Task Pages_OfChildrenThatAreNotSorted_AddUpToTheList()
    {
        var table = $"{_group}/providers/Microsoft.Network/routeTables/t1";
        string[] names = ["zeta", "alpha", "mu"];
        foreach (var name in names)
        {
            await Cloud.PutAsync($"{table}/routes/{name}", """{"properties":{"addressPrefix":"10.0.0.0/8","nextHopType":"None"}}""");
        }

        (await PagesAsync($"{table}/routes?$top=1")).SelectMany(p => p.Names).ShouldBe(names);
    }

    [Fact]
    public async Task Pages_OfRoleDefinitions_AddUpToTheList()
    {
        var list = $"{Cloud.Subscription}/providers/Microsoft.Authorization/roleDefinitions";

        (await PagesAsync(list + "?$top=3")).SelectMany(p => p.Names).ShouldBe((await Cloud.GetAsync(list)).Names);
    }

    [Fact]
    public async Task NextLink_OfAPathWithSpecialCharacters_CanBeFollowed()
    {
        var group = await Cloud.AddGroupAsync("größe(1)");
        foreach (var name in (string[])["a", "b"])
        {
            await Cloud.PutAsync($"{group}/providers/Microsoft.Network/routeTables/{name}", """{"location":"westus2"}""");
        }

        var pages = await PagesAsync($"{group}/providers/Microsoft.Network/routeTables?$top=1&$filter=name ne 'x y'");

        pages[0].Text("nextLink")!.ShouldAllBe(c => char.IsAscii(c));
        pages.SelectMany(p => p.Names).ShouldBe(["a", "b"]);
    }

    [Theory]
    [InlineData("$top=0", "InvalidTopParameter")]
    [InlineData("$top=-1", "InvalidTopParameter")]
    [InlineData("$top=many", "InvalidTopParameter")]
    [InlineData("$skiptoken=!", "InvalidSkipToken")]
    public async Task Paging_WithAParameterThatIsNone_IsRefused(string query, string code) =>
        (await Cloud.GetAsync($"{_group}/resources?{query}")).ShouldBeRefused(400, code);

    [Fact]
    public async Task Resources_OfAGroup_AreListedWithoutTheirProperties()
    {
        await Cloud.AddGroupAsync("rg10");
        await Cloud.PutAsync($"{_group}0/providers/Microsoft.Network/routeTables/other", """{"location":"westus2"}""");

        var list = (await Cloud.GetAsync($"{_group}/resources")).ShouldBe(200);

        list.Names.ShouldBe(["g", "t1", "t2", "t3", "t4", "t5"]);
        list.Items.ShouldAllBe(i => i["properties"] == null && i["location"] != null);
        (await Cloud.GetAsync($"{Cloud.Subscription}/resources")).Names.ShouldContain("other");
        (await Cloud.GetAsync($"{_group}2/resources")).ShouldBeRefused(404, "ResourceGroupNotFound");
    }

    [Theory]
    [InlineData("resourceType eq 'Microsoft.Network/networkSecurityGroups'", "g")]
    [InlineData("resourceType eq 'microsoft.network/NETWORKSECURITYGROUPS'", "g")]
    [InlineData("name eq 't1' or name eq 't2'", "t1 t2")]
    [InlineData("location eq 'East US'", "g")]
    [InlineData("location ne 'westus2'", "g")]
    [InlineData("substringof('3', name)", "t3")]
    [InlineData("tagName eq 'n' and tagValue eq 't4'", "t4")]
    [InlineData("(name eq 't1' or name eq 'g') and location eq 'westus2'", "t1")]
    [InlineData("resourceGroup eq 'RG1' and name eq 't5'", "t5")]
    [InlineData("name eq 'none'", "")]
    public async Task Resources_WithAFilter_AreThoseThatFit(string filter, string names) =>
        (await Cloud.GetAsync($"{Cloud.Subscription}/resources?$filter={Uri.EscapeDataString(filter)}")).ShouldBe(200).Names
            .ShouldBe(names.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    private async Task<List<TestReply>> PagesAsync(string path)
    {
        List<TestReply> pages = [];
        for (var next = path; next is not null; next = pages[^1].Text("nextLink"))
        {
            pages.Add((await Cloud.GetAsync(next)).ShouldBe(200));
        }

        return pages;
    }
}
