namespace Verditer.Core.Tests;

public sealed class RealPathTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("verditer-real-").FullName;

    public RealPathTests()
    {
        Directory.CreateDirectory(Path.Combine(_root, "a", "b"));
        File.CreateSymbolicLink(Path.Combine(_root, "link"), "a");
        File.CreateSymbolicLink(Path.Combine(_root, "loop"), "loop");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("link/b", "a/b")]
    [InlineData("link/none/more", "a/none/more")]
    [InlineData("a/b/../../link/b/", "a/b")]
    public void Of_FollowsLinks(string path, string real) => RealPath.Of(Path.Combine(_root, path)).ShouldBe(Path.Combine(RealPath.Of(_root), real));

    [Fact]
    public void Of_LinkThatLeadsToItself_IsRefused() => Should.Throw<IOException>(() => RealPath.Of(Path.Combine(_root, "loop")));
}
