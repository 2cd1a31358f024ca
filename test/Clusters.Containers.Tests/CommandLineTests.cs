namespace Verditer.Clusters.Containers.Tests;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("containerd\0--config\0/srv/a/nodes/c/n/config.toml\0", true)]
    [InlineData("/srv/a/nodes/c\0", true)]
    [InlineData("containerd\0--config\0/mnt/srv/a/nodes/c/n/config.toml\0", false)]
    [InlineData("containerd\0--config=/srv/a/nodes/\0", false)]
    [InlineData("", false)]
    public void Has_ArgumentThatBeginsWithAFolder_OnlyThen(string line, bool found) =>
        CommandLine.Has(System.Text.Encoding.UTF8.GetBytes(line), "/srv/a/nodes/").ShouldBe(found);
}
