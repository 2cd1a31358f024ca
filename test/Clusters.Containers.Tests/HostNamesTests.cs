namespace Verditer.Clusters.Containers.Tests;

public sealed class HostNamesTests
{
    private static readonly HostNames Names = new("/home/somebody/with/a/long/way/to/.local/state/verditer");

    [Fact]
    public void Interface_FitsIntoTheKernelsFifteenCharacters() => Names.UplinkOf(Names.Router("/subscriptions/x/virtualnetworks/y")).Length.ShouldBeLessThan(15);

    [Fact]
    public void Socket_FitsIntoTheKernelsHundredCharacters() =>
        new NodePaths("", Names.NodeRunFolder(new string('k', 64), "aks-nodepool1-12345678-vmss000000")).Socket.Length.ShouldBeLessThan(100);

    [Fact]
    public void Names_OfTwoStateFolders_HaveNothingInCommon()
    {
        var other = new HostNames("/elsewhere");

        other.NamespacePrefix.ShouldNotBe(Names.NamespacePrefix);
        other.RunRoot.ShouldNotBe(Names.RunRoot);
        other.ControlGroup.ShouldNotBe(Names.ControlGroup);
        other.RuleTable.ShouldNotBe(Names.RuleTable);
    }
}
