using Verditer.Host;

namespace Verditer.Cli.Tests;

public sealed class PreviousLogTests : IDisposable
{
    private readonly StatePaths _paths = new(System.IO.Directory.CreateTempSubdirectory("verditer-log-").FullName);

    public void Dispose() => System.IO.Directory.Delete(_paths.Root, recursive: true);

    [Fact]
    public void Log_OfTheProcessBefore_IsKeptOnce()
    {
        foreach (var said in new[] { "first", "second" })
        {
            File.WriteAllText(_paths.Log, said);
            DetachedStart.KeepPrevious(_paths);
        }

        File.Exists(_paths.Log).ShouldBeFalse();
        File.ReadAllText(Path.Combine(_paths.Root, "verditer.log.1")).ShouldBe("second");
        _paths.Files.ShouldContain(_paths.PreviousLog);
    }

    [Fact]
    public void Log_ThatSaysNothing_DoesNotReplaceOneThatDoes()
    {
        File.WriteAllText(_paths.PreviousLog, "why it ended");
        File.WriteAllText(_paths.Log, "");

        DetachedStart.KeepPrevious(_paths);

        File.ReadAllText(_paths.PreviousLog).ShouldBe("why it ended");
    }
}
