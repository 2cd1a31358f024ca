namespace Verditer.Clusters.Containers.Tests;

/// <summary>Parts of volumes, which containers may change while they are looked for.</summary>
public sealed class BeneathFileTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("verditer-beneath-").FullName;

    private string Volume => Path.Combine(_root, "volume");

    public BeneathFileTests()
    {
        Directory.CreateDirectory(Path.Combine(Volume, "inner"));
        Directory.CreateDirectory(Path.Combine(_root, "canary"));
        File.CreateSymbolicLink(Path.Combine(Volume, "within"), "inner");
        File.CreateSymbolicLink(Path.Combine(Volume, "up"), "../canary");
        File.CreateSymbolicLink(Path.Combine(Volume, "root"), "/");
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("inner")]
    [InlineData("within")]
    [InlineData("within/../inner")]
    [InlineData(".")]
    public void Open_WhatIsInTheFolder_GivesIt(string path)
    {
        using var root = BeneathFile.OpenFolder(Volume);

        using var found = BeneathFile.Open(root, path);

        Directory.Exists(BeneathFile.PathOf(found)).ShouldBeTrue();
    }

    [Theory]
    [InlineData("up")]
    [InlineData("root")]
    [InlineData("root/etc")]
    [InlineData("inner/../..")]
    public void TryOpen_WhatLeadsOut_IsRefused(string path)
    {
        using var root = BeneathFile.OpenFolder(Volume);

        Should.Throw<IOException>(() => BeneathFile.TryOpen(root, path));
    }

    [Theory]
    [InlineData("up/made")]
    [InlineData("root/tmp/verditer-made")]
    [InlineData("new/../../canary/made")]
    public void Mount_PartBehindALinkThatLeadsOut_MakesNothingThere(string part)
    {
        Should.Throw<IOException>(() => VolumePart.Mount(Volume, part, Path.Combine(_root, "place")));

        Directory.EnumerateFileSystemEntries(Path.Combine(_root, "canary")).ShouldBeEmpty();
        Path.Exists("/tmp/verditer-made").ShouldBeFalse();
    }
}
