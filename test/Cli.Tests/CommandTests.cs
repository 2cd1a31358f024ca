using System.Diagnostics;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly CommandLine _verditer = new();

    [Theory]
    [InlineData("env")]
    [InlineData("run -- true")]
    [InlineData("login")]
    [InlineData("clock show")]
    [InlineData("subscription list")]
    [InlineData("subscription create x")]
    [InlineData("subscription rules x")]
    public async Task Command_WithoutAServer_SaysSoAndNamesUp(string command)
    {
        (await _verditer.RunAsync(command.Split(' '))).ShouldBe(1);
        _verditer.Error.ShouldContain("Verditer is not running");
        _verditer.Error.ShouldContain("verditer up");
    }

    [Fact]
    public async Task Status_NotRunning_IsStableJsonAndExitCode3()
    {
        (await _verditer.RunAsync("status", "--output", "json")).ShouldBe(3);
        var status = _verditer.Json();
        status.Flag("running").ShouldBe(false);
        status.Text("stateFolder").ShouldBe(_verditer.Folder);
    }

    [Fact]
    public async Task Status_Running_TellsPortClockAndFolder()
    {
        await using var host = await _verditer.StartHostAsync();
        (await _verditer.RunAsync("status", "--output", "json")).ShouldBe(0);
        var status = _verditer.Json();
        status.Number("port").ShouldBe(host.Port);
        status.Text("clock", "now").ShouldNotBeNull();
        status.Text("stateFolder").ShouldBe(_verditer.Folder);
    }

    [Fact]
    public async Task Run_Command_PassesItsExitCodeAndEnvironment()
    {
        await using var host = await _verditer.StartHostAsync();
        (await _verditer.RunAsync("run", "--", "/bin/sh", "-c", $"test \"$HTTPS_PROXY\" = http://127.0.0.1:{host.Port} && exit 42")).ShouldBe(42);
        (await _verditer.RunAsync("run", "--", "/no/such/command")).ShouldBe(127);
    }

    [Fact]
    public async Task Clock_Advanced_StaysSoAfterARestart()
    {
        await using (await _verditer.StartHostAsync())
        {
            (await _verditer.RunAsync("clock", "advance", "2d")).ShouldBe(0);
            (await _verditer.RunAsync("clock", "advance", "sometime")).ShouldBe(1);
        }

        await using (await _verditer.StartHostAsync())
        {
            (await _verditer.RunAsync("clock", "show", "--output", "json")).ShouldBe(0);
            _verditer.Json().Number("offsetSeconds").ShouldBe(172800);
        }
    }

    [Fact]
    public async Task Reset_Running_IsRefused_ThenDeletesOnlyVerditersFiles()
    {
        await using (await _verditer.StartHostAsync())
        {
            (await _verditer.RunAsync("reset", "--yes")).ShouldBe(1);
        }

        var foreign = Path.Combine(_verditer.Folder, "notes.txt");
        await File.WriteAllTextAsync(foreign, "mine");
        (await _verditer.RunAsync("reset")).ShouldBe(1);
        (await _verditer.RunAsync("reset", "--yes")).ShouldBe(0);
        System.IO.Directory.EnumerateFileSystemEntries(_verditer.Folder).ShouldBe([foreign]);
    }

    [Fact]
    public async Task Reset_AfterAStartThatCameToNothing_DeletesOnlyVerditersFiles()
    {
        var foreign = Path.Combine(_verditer.Folder, "notes.txt");
        System.IO.Directory.CreateDirectory(_verditer.Folder);
        await File.WriteAllTextAsync(foreign, "mine");
        StateFolder.Open(new StatePaths(_verditer.Folder)).Dispose();
        await File.WriteAllTextAsync(Path.Combine(_verditer.Folder, "ca.key.4711.new"), "");

        (await _verditer.RunAsync("reset", "--yes")).ShouldBe(0);

        System.IO.Directory.EnumerateFileSystemEntries(_verditer.Folder).ShouldBe([foreign]);
    }

    [Fact]
    public async Task UpDetached_BesideOtherPeoplesFiles_StartsAndCanBeStopped()
    {
        System.IO.Directory.CreateDirectory(_verditer.Folder);
        await File.WriteAllTextAsync(Path.Combine(_verditer.Folder, "notes.txt"), "mine");
        using var up = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "verditer.dll"), "--state", _verditer.Folder, "up", "--detach", "--port", "0"])
        { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (said, error) = (up.StandardOutput.ReadToEndAsync(), up.StandardError.ReadToEndAsync());
        await up.WaitForExitAsync(TestContext.Current.CancellationToken);

        (await said).ShouldContain("Verditer is up", customMessage: await error);
        (await _verditer.RunAsync("down")).ShouldBe(0);
        File.Exists(Path.Combine(_verditer.Folder, "notes.txt")).ShouldBeTrue();
    }

    /// <summary>Somebody's own folders may be called azure and kube.</summary>
    [Fact]
    public async Task Reset_OfAFolderThatIsNotVerditers_IsRefusedAndDeletesNothing()
    {
        string[] theirs = ["azure/mine", "kube/config", "ca.pem", "lock", "verditer.db", "verditer.log"];
        foreach (var file in theirs.Select(file => Path.Combine(_verditer.Folder, file)))
        {
            System.IO.Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            await File.WriteAllTextAsync(file, "mine");
        }

        (await _verditer.RunAsync("reset", "--yes")).ShouldBe(1);
        _verditer.Error.ShouldContain("not a state folder");
        theirs.ShouldAllBe(file => File.ReadAllText(Path.Combine(_verditer.Folder, file)) == "mine");
    }

    [Fact]
    public async Task Up_PortOutOfRange_IsRefused()
    {
        (await _verditer.RunAsync("up", "--port", "70000")).ShouldBe(1);
        _verditer.Error.ShouldContain("70000");
        System.IO.Directory.Exists(_verditer.Folder).ShouldBeFalse();
    }

    public void Dispose() => _verditer.Dispose();
}
