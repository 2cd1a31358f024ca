using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Verditer.Cli;

/// <summary>What a command says: answers on standard output, everything else on standard error.</summary>
internal sealed record Terminal(IAnsiConsole Out, IAnsiConsole Error)
{
    /// <summary>The process's own console.</summary>
    [SuppressMessage("ApiDesign", "RS0030:Do not use banned APIs", Justification = "The one place that opens the console for all commands.")]
    public static Terminal Open() => new(
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) }),
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }));

    /// <summary>A line as it is: neither wrapped nor read as markup.</summary>
    public void Line(string text) => Out.Profile.Out.Writer.WriteLine(text);

    /// <summary>A line for the person, not for a pipe.</summary>
    public void Note(string text) => Error.Profile.Out.Writer.WriteLine(text);

    public void Json(JsonNode node) => Line(Core.Json.ToText(node));

    /// <summary>Says what is wrong.</summary>
    /// <returns>Exit code 1.</returns>
    public int Fail(string message)
    {
        Note($"verditer: {message}");
        return 1;
    }

    /// <summary>True when a person reads standard output.</summary>
    public bool IsInteractive => Out.Profile.Out.IsTerminal && Out.Profile.Capabilities.Interactive;
}
