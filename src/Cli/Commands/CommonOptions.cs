using System.CommandLine;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary>The options that every command has.</summary>
internal static class CommonOptions
{
    public static readonly Option<string?> State = new("--state")
    {
        Description = "The state folder (else VERDITER_STATE, else ~/.local/state/verditer)",
        HelpName = "FOLDER",
        Recursive = true,
    };

    public static readonly Option<string> Output = Choice("--output", "How to answer", "text", "json");

    static CommonOptions() => Output.Recursive = true;

    public static StatePaths Paths(this ParseResult parsed) => StatePaths.Choose(parsed.GetValue(State));

    public static bool WantsJson(this ParseResult parsed) => parsed.GetValue(Output) == "json";

    /// <summary>An option with a fixed set of values; the first is the default.</summary>
    public static Option<string> Choice(string name, string description, params string[] values)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => values[0] };
        option.AcceptOnlyFromAmong(values);
        return option;
    }
}
