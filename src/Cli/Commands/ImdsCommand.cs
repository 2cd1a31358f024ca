using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer imds</c>: the tokens that the metadata service keeps, and its limits.</summary>
internal static class ImdsCommand
{
    private static readonly string[] Switch = ["on", "off"];

    public static Command Create(Terminal terminal) => new("imds", "The machines' metadata service")
    {
        Cache(terminal), Limits(terminal), Updates(terminal),
    };

    private static Command Cache(Terminal terminal) => new("cache", "The tokens that machines are given again for up to a day")
    {
        Show(terminal),
        Clear(terminal),
        Set(terminal, "on", "Keep tokens, as Azure does", "cache", true),
        Set(terminal, "off", "Give a new token each time", "cache", false),
    };

    private static Command Show(Terminal terminal)
    {
        var command = new Command("show", "List the tokens that are kept; their text is not shown");
        command.SetAction(async (parsed, stop) =>
        {
            using var client = new AdminClient(parsed.Paths());
            var state = await client.GetAsync("imds", stop);
            if (parsed.WantsJson())
            {
                terminal.Json(state);
                return 0;
            }

            terminal.Line(Describe(state));
            foreach (var token in state["tokens"]!.AsArray())
            {
                terminal.Line($"{token.Text("machine")}  {token.Text("clientId")}  {token.Text("resource")}  until {token.Text("expiresOn")}");
            }

            return 0;
        });
        return command;
    }

    private static Command Clear(Terminal terminal)
    {
        var machine = new Option<string?>("--node") { Description = "Only this node's", HelpName = "NODE" };
        var command = new Command("clear", "Forget the tokens that are kept: the next ones see today's roles and groups") { machine };
        command.SetAction((parsed, stop) => ChangeAsync(terminal, parsed, new() { ["clear"] = true, ["machine"] = parsed.GetValue(machine) }, stop));
        return command;
    }

    private static Command Set(Terminal terminal, string name, string description, string setting, bool value)
    {
        var command = new Command(name, description);
        command.SetAction((parsed, stop) => ChangeAsync(terminal, parsed, new() { [setting] = value }, stop));
        return command;
    }

    private static Command Limits(Terminal terminal)
    {
        var state = new Argument<string>("state") { Description = "on or off" };
        state.AcceptOnlyFromAmong(Switch);
        var command = new Command("limits", "Answer bursts of requests with 429, as Azure does") { state };
        command.SetAction((parsed, stop) => ChangeAsync(terminal, parsed, new() { ["limits"] = parsed.GetValue(state) == "on" }, stop));
        return command;
    }

    private static Command Updates(Terminal terminal)
    {
        var seconds = new Argument<int>("seconds") { Description = "By Verditer's clock; 0 for not at all" };
        var command = new Command("updates", "Answer with 410 for so long after a machine's identities have changed") { seconds };
        command.SetAction((parsed, stop) => ChangeAsync(terminal, parsed, new() { ["identityUpdateSeconds"] = parsed.GetValue(seconds) }, stop));
        return command;
    }

    private static async Task<int> ChangeAsync(Terminal terminal, ParseResult parsed, JsonObject wanted, CancellationToken stop)
    {
        using var client = new AdminClient(parsed.Paths());
        var state = await client.PostAsync("imds", wanted, stop);
        if (parsed.WantsJson())
        {
            terminal.Json(state);
            return 0;
        }

        if (wanted.Flag("clear") == true)
        {
            terminal.Line($"{state.Number("cleared")} tokens forgotten");
        }

        terminal.Line(Describe(state));
        return 0;
    }

    private static string Describe(JsonObject state) =>
        $"cache {Word(state.Flag("cache"))}, limits {Word(state.Flag("limits"))}, 410 for {state["identityUpdateSeconds"]} s after a change of identities, {state["tokens"]!.AsArray().Count} tokens kept";

    private static string Word(bool? on) => on == true ? "on" : "off";
}
