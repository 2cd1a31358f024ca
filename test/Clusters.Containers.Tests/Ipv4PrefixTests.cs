namespace Verditer.Clusters.Containers.Tests;

public sealed class Ipv4PrefixTests
{
    [Theory]
    [InlineData("10.224.0.0/16", "10.224.0.0/16", "10.224.0.1")]
    [InlineData("10.224.3.7/24", "10.224.3.0/24", "10.224.3.1")]
    [InlineData("0.0.0.0/0", "0.0.0.0/0", "0.0.0.1")]
    public void Parse_GivesTheRangeAndItsGateway(string text, string range, string gateway)
    {
        var prefix = Ipv4Prefix.Parse(text);

        prefix!.Value.ToString().ShouldBe(range);
        prefix.Value.Gateway.ShouldBe(gateway);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0/x")]
    [InlineData("fd00::/64")]
    public void Parse_OfSomethingElse_IsNone(string? text) => Ipv4Prefix.Parse(text).ShouldBeNull();
}
