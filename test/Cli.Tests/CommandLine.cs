using System.Text;
using System.Text.Json.Nodes;
using Spectre.Console;
using Verditer.Host;

namespace Verditer.Cli.Tests;

/// <summary>The command on a state folder of its own, and what it said.</summary>
internal sealed class CommandLine : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"verditer-cli-{Guid.NewGuid():N}");

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    /// <summary>A server on the folder, on a free port.</summary>
    public Task<VerditerHost> StartHostAsync() => VerditerHost.StartAsync(new VerditerOptions { StateFolder = Folder, Port = 0 });

    /// <summary>Runs a command; what was said before is forgotten.</summary>
    public Task<int> RunAsync(params string[] args)
    {
        _out.GetStringBuilder().Clear();
        _error.GetStringBuilder().Clear();
        return RootVerditerCommand.RunAsync(["--state", Folder, .. args], new Terminal(To(_out), To(_error)));
    }

    /// <summary>The last answer, as JSON.</summary>
    public JsonObject Json() => Core.Json.ParseObject(Encoding.UTF8.GetBytes(Out));

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        if (System.IO.Directory.Exists(Folder))
        {
            System.IO.Directory.Delete(Folder, recursive: true);
        }
    }

    private static IAnsiConsole To(TextWriter writer) => AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
}
