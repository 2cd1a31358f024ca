using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer faults</c>: makes Azure late or busy on purpose.</summary>
internal static class FaultsCommand
{
    public static Command Create(Terminal terminal) => new("faults", "Make Azure late or busy on purpose") { Set(terminal), List(terminal), Clear(terminal) };

    private static Command Set(Terminal terminal)
    {
        var faults = new Argument<string[]>("fault")
        {
            Description = "Such as role-propagation=2m, principal-propagation=, group-propagation=, imds-throttle=, token-outage=, token-throttle=, feature-registration=; forever is a duration too",
            Arity = ArgumentArity.OneOrMore,
        };
        var scope = new Option<string?>("--scope") { Description = "Only what lies in this scope", HelpName = "SCOPE" };
        var principal = new Option<string?>("--principal") { Description = "Only for this principal, named as for verditer can", HelpName = "PRINCIPAL" };
        var rate = new Option<string>("--rate") { Description = "The share of requests that a throttle or an outage refuses", HelpName = "PERCENT", DefaultValueFactory = _ => "100%" };
        var seed = new Option<int>("--seed") { Description = "Decides which ones, always in the same way" };
        var command = new Command("set", "Set faults; they last until they are cleared, over restarts too") { faults, scope, principal, rate, seed };
        command.SetAction((parsed, stop) => AskAsync(terminal, parsed, client => client.PostAsync("faults", new JsonObject
        {
            ["faults"] = Read(parsed.GetValue(faults)!),
            ["scope"] = parsed.GetValue(scope),
            ["principal"] = parsed.GetValue(principal),
            ["rate"] = Share(parsed.GetValue(rate)!),
            ["seed"] = parsed.GetValue(seed),
        }, stop)));
        return command;
    }

    private static Command List(Terminal terminal)
    {
        var command = new Command("list", "Show the faults that are set");
        command.SetAction((parsed, stop) => AskAsync(terminal, parsed, client => client.GetAsync("faults", stop)));
        return command;
    }

    private static Command Clear(Terminal terminal)
    {
        var kinds = new Argument<string[]>("kind") { Description = "Such as role-propagation; nothing clears all", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("clear", "Clear faults") { kinds };
        command.SetAction((parsed, stop) => AskAsync(terminal, parsed, client => client.PostAsync(
            "faults/clear", new JsonObject { ["kinds"] = new JsonArray([.. parsed.GetValue(kinds)!.Select(k => JsonValue.Create(k))]) }, stop)));
        return command;
    }

    private static async Task<int> AskAsync(Terminal terminal, ParseResult parsed, Func<AdminClient, Task<JsonObject>> ask)
    {
        using var client = new AdminClient(parsed.Paths());
        var faults = (await ask(client))["faults"]!.AsArray();
        if (parsed.WantsJson())
        {
            terminal.Json(faults);
            return 0;
        }

        foreach (var fault in faults)
        {
            terminal.Line(Describe(fault));
        }

        return 0;
    }

    private static string Describe(JsonNode? fault) =>
        $"{fault.Text("kind")}={fault.Text("duration")}  since {fault.Text("since")}"
        + (fault.Text("scope") is { } scope ? $"  scope {scope}" : "")
        + (fault.Text("principal") is { } principal ? $"  principal {principal}" : "")
        + ((double?)fault.At("rate") is < 1 and var rate ? string.Create(CultureInfo.InvariantCulture, $"  rate {rate:P0}  seed {fault.At("seed")}") : "");

    private static JsonObject Read(string[] faults)
    {
        var read = new JsonObject();
        foreach (var fault in faults)
        {
            var at = fault.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new CommandException($"'{fault}' is not a fault. Write it like role-propagation=2m.");
            }

            read[fault[..at]] = fault[(at + 1)..];
        }

        return read;
    }

    private static double Share(string text) =>
        text.EndsWith('%') && double.TryParse(text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var percent) && percent is > 0 and <= 100
            ? percent / 100
            : throw new CommandException($"'{text}' is not a share. Write it like 50%.");
}
