using System.Diagnostics;
using Verditer.Storage;

namespace Verditer.Host.Tests;

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class SocketFolderTests : IDisposable
{
    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("verditer-sockets-").FullName;

    public void Dispose() => System.IO.Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Make_OfAFolderOfOnesOwn_ClosesIt()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);

        SocketFolder.Make(_folder);

        File.GetUnixFileMode(_folder).ShouldBe((UnixFileMode)0b111_000_000);
    }

    [Fact]
    public void Make_OfALink_IsRefused()
    {
        var link = Path.Combine(_folder, "link");
        var theirs = System.IO.Directory.CreateDirectory(Path.Combine(_folder, "theirs"), (UnixFileMode)0b111_101_101).FullName;
        System.IO.Directory.CreateSymbolicLink(link, theirs);

        Should.Throw<StateFolderException>(() => SocketFolder.Make(link)).Message.ShouldContain(link);
        File.GetUnixFileMode(theirs).ShouldBe((UnixFileMode)0b111_101_101);
    }

    [Fact]
    public void Make_OfALinkThatLeadsNowhere_IsRefused()
    {
        var link = Path.Combine(_folder, "link");
        System.IO.Directory.CreateSymbolicLink(link, Path.Combine(_folder, "nowhere"));

        Should.Throw<StateFolderException>(() => SocketFolder.Make(link));
        System.IO.Directory.Exists(Path.Combine(_folder, "nowhere")).ShouldBeFalse();
    }

    [Fact]
    public void Make_OfSomebodyElsesFolder_IsRefusedAndLeftAsItIs()
    {
        var theirs = SomebodyElses();
        var mode = File.GetUnixFileMode(theirs);

        Should.Throw<StateFolderException>(() => SocketFolder.Make(theirs)).Message.ShouldContain("not this user's own");

        File.GetUnixFileMode(theirs).ShouldBe(mode);
    }

    [Fact]
    public void SocketFolders_OfADeepStateFolder_AreElsewhere()
    {
        new StatePaths("/srv/verditer").SocketFoldersElsewhere.ShouldBeEmpty();
        new StatePaths("/srv/" + new string('d', 100)).SocketFoldersElsewhere.Distinct().Count().ShouldBe(2);
    }

    /// <summary>Root gives one away; for anybody else root's own is one.</summary>
    private string SomebodyElses()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return "/usr";
        }

        var theirs = System.IO.Directory.CreateDirectory(Path.Combine(_folder, "theirs"), (UnixFileMode)0b111_101_101).FullName;
        using var chown = Process.Start("chown", ["65534", theirs]);
        chown.WaitForExit();
        return theirs;
    }
}
