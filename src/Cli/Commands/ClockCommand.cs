using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer clock</c>: shows and moves Verditer's time.</summary>
internal static class ClockCommand
{
    public static Command Create(Terminal terminal)
    {
        var show = new Command("show", "Show Verditer's time");
        show.SetAction((parsed, stop) => AskAsync(terminal, parsed, null, stop));

        var by = new Argument<string>("duration") { Description = "Such as 90s, 5m, 2h, 30d, 1y" };
        var advance = new Command("advance", "Move the clock on") { by };
        advance.SetAction((parsed, stop) => AskAsync(terminal, parsed, new JsonObject { ["seconds"] = Forward(parsed.GetValue(by)!).TotalSeconds }, stop));

        var to = new Argument<string>("time") { Description = "A time such as 2031-05-01T12:00:00Z, or host to go back to the host's time" };
        var set = new Command("set", "Set the clock; it keeps ticking from there") { to };
        set.SetAction((parsed, stop) => AskAsync(terminal, parsed, Wanted(parsed.GetValue(to)!), stop));

        var follow = new Command("follow", "Go with the host's clock again; the same as: set host");
        follow.SetAction((parsed, stop) => AskAsync(terminal, parsed, Wanted("host"), stop));
        return new Command("clock", "Show or move Verditer's clock") { show, advance, set, follow };
    }

    private static TimeSpan Forward(string text) => Durations.Parse(text) is var duration && duration >= TimeSpan.Zero
        ? duration
        : throw new CommandException($"'{text}' leads back, and advance moves the clock on. To set it back: verditer clock set TIME, or: verditer clock set host");

    private static JsonObject Wanted(string time)
    {
        if (time == "host")
        {
            return new JsonObject { ["reset"] = true };
        }

        return DateTimeOffset.TryParse(time, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var parsed)
            ? new JsonObject { ["time"] = parsed.ToString("O", CultureInfo.InvariantCulture) }
            : throw new CommandException($"'{time}' is not a time. Write it like 2031-05-01T12:00:00Z, or: host");
    }

    private static async Task<int> AskAsync(Terminal terminal, ParseResult parsed, JsonObject? move, CancellationToken stop)
    {
        using var client = new AdminClient(parsed.Paths());
        var clock = move is null ? await client.GetAsync("clock", stop) : await client.PostAsync("clock", move, stop);
        if (move is not null)
        {
            AzTokenCache.DropAccessTokens(parsed.Paths().AzureFolder);
            if (RegisteredCloud.FolderOfThisShell(RunningServer.Require(parsed.Paths()).Port) is { } registered)
            {
                AzTokenCache.DropAccessTokens(registered);
            }

            terminal.Note("az fetches new tokens from now on. It reckons the end of a new secret by the host's clock: after a long way forward give --years N.");
            if (clock.Text("warning") is { } warning)
            {
                terminal.Note(warning);
            }
        }

        if (parsed.WantsJson())
        {
            terminal.Json(clock);
            return 0;
        }

        terminal.Line($"Verditer's time  {clock.Text("now")}");
        terminal.Line($"offset           {Durations.Describe(TimeSpan.FromSeconds((double?)clock["offsetSeconds"] ?? 0))}");
        return 0;
    }
}
