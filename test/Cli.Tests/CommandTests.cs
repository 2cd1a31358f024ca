using Spectre.Console;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.Cli.Tests;

public sealed class CommandTests : IDisposable
{
    private readonly string _folder = Path.Combine(Path.GetTempPath(), $"verditer-cli-{Guid.NewGuid():N}");
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    [Theory]
    [InlineData("env")]
    [InlineData("run -- true")]
    [InlineData("login")]
    [InlineData("clock show")]
    public async Task Command_WithoutAServer_SaysSoAndNamesUp(string command)
    {
        (await RunAsync(command.Split(' '))).ShouldBe(1);
        _error.ToString().ShouldContain("Verditer is not running");
        _error.ToString().ShouldContain("verditer up");
    }

    [Fact]
    public async Task Status_NotRunning_IsStableJsonAndExitCode3()
    {
        (await RunAsync("status", "--output", "json")).ShouldBe(3);
        var status = Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(_out.ToString()));
        status.Flag("running").ShouldBe(false);
        status.Text("stateFolder").ShouldBe(_folder);
    }

    [Fact]
    public async Task Status_Running_TellsPortClockAndFolder()
    {
        await using var host = await VerditerHost.StartAsync(new VerditerOptions { StateFolder = _folder, Port = 0 });
        (await RunAsync("status", "--output", "json")).ShouldBe(0);
        var status = Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(_out.ToString()));
        status.Number("port").ShouldBe(host.Port);
        status.Text("clock", "now").ShouldNotBeNull();
        status.Text("stateFolder").ShouldBe(_folder);
    }

    [Fact]
    public async Task Run_Command_PassesItsExitCodeAndEnvironment()
    {
        await using var host = await VerditerHost.StartAsync(new VerditerOptions { StateFolder = _folder, Port = 0 });
        (await RunAsync("run", "--", "/bin/sh", "-c", $"test \"$HTTPS_PROXY\" = http://127.0.0.1:{host.Port} && exit 42")).ShouldBe(42);
        (await RunAsync("run", "--", "/no/such/command")).ShouldBe(127);
    }

    [Fact]
    public async Task Clock_Advanced_StaysSoAfterARestart()
    {
        var options = new VerditerOptions { StateFolder = _folder, Port = 0 };
        await using (await VerditerHost.StartAsync(options))
        {
            (await RunAsync("clock", "advance", "2d")).ShouldBe(0);
            (await RunAsync("clock", "advance", "sometime")).ShouldBe(1);
        }

        await using (await VerditerHost.StartAsync(options))
        {
            _out.GetStringBuilder().Clear();
            (await RunAsync("clock", "show", "--output", "json")).ShouldBe(0);
            Json.ParseObject(System.Text.Encoding.UTF8.GetBytes(_out.ToString())).Number("offsetSeconds").ShouldBe(172800);
        }
    }

    [Fact]
    public async Task Reset_Running_IsRefused_ThenDeletesOnlyVerditersFiles()
    {
        await using (await VerditerHost.StartAsync(new VerditerOptions { StateFolder = _folder, Port = 0 }))
        {
            (await RunAsync("reset", "--yes")).ShouldBe(1);
        }

        var foreign = Path.Combine(_folder, "notes.txt");
        await File.WriteAllTextAsync(foreign, "mine");
        (await RunAsync("reset")).ShouldBe(1);
        (await RunAsync("reset", "--yes")).ShouldBe(0);
        System.IO.Directory.EnumerateFileSystemEntries(_folder).ShouldBe([foreign]);
    }

    [Fact]
    public async Task Up_PortOutOfRange_IsRefused()
    {
        (await RunAsync("up", "--port", "70000")).ShouldBe(1);
        _error.ToString().ShouldContain("70000");
        System.IO.Directory.Exists(_folder).ShouldBeFalse();
    }

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        if (System.IO.Directory.Exists(_folder))
        {
            System.IO.Directory.Delete(_folder, recursive: true);
        }
    }

    private Task<int> RunAsync(params string[] args) => RootVerditerCommand.RunAsync(["--state", _folder, .. args], new Terminal(To(_out), To(_error)));

    private static IAnsiConsole To(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
