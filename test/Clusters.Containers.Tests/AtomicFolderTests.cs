namespace Verditer.Clusters.Containers.Tests;

/// <summary>Files of volumes that are made of objects: none is written or deleted outside of its folder.</summary>
public sealed class AtomicFolderTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("verditer-atomic-").FullName;

    private string Folder => Path.Combine(_root, "volume");

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Theory]
    [InlineData("../../outside")]
    [InlineData("a/../../../outside")]
    [InlineData("/tmp/verditer-outside")]
    [InlineData("")]
    public void Write_PathThatLeadsOut_IsRefused(string path)
    {
        Should.Throw<PodWorkException>(() => Write(path, "x"));

        File.Exists(Path.Combine(_root, "outside")).ShouldBeFalse();
        File.Exists("/tmp/verditer-outside").ShouldBeFalse();
    }

    [Fact]
    public void Write_NewContent_ReplacesTheFilesAndRemovesTheOldFolder()
    {
        Write("deep/a", "old");
        Write("deep/a", "new").ShouldBeTrue();
        Write("deep/a", "new").ShouldBeFalse();

        File.ReadAllText(Path.Combine(Folder, "deep/a")).ShouldBe("new");
        Directory.GetDirectories(Folder, "..2*").Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("CANARY")]
    [InlineData("../canary")]
    [InlineData("..")]
    [InlineData("..link")]
    public void Write_DataLinkThatWasReplaced_DeletesNothingElsewhere(string target)
    {
        var canary = Directory.CreateDirectory(Path.Combine(_root, "canary")).FullName;
        File.WriteAllText(Path.Combine(canary, "kept"), "");
        Write("a", "old");
        var link = Path.Combine(Folder, "..data");
        File.Delete(link);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "..link"), canary);
        File.CreateSymbolicLink(link, target.Replace("CANARY", canary, StringComparison.Ordinal));

        Write("a", "new");

        File.Exists(Path.Combine(canary, "kept")).ShouldBeTrue();
        File.ReadAllText(Path.Combine(Folder, "a")).ShouldBe("new");
    }

    private bool Write(string path, string content) =>
        AtomicFolder.Write(Folder, [new(path, System.Text.Encoding.UTF8.GetBytes(content), 0b110_100_100)], null, TimeProvider.System);
}
