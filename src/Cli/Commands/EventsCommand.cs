using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer events</c>: sign-ins, refusals and changes of the directory in one stream, by Verditer's clock.</summary>
internal static class EventsCommand
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    private static readonly (Option<bool> Option, string Kind)[] Kinds =
    [
        (new("--signins") { Description = "Sign-ins" }, "signIns"),
        (new("--refusals") { Description = "Refusals" }, "refusals"),
        (new("--audit") { Description = "Changes of the directory" }, "audit"),
    ];

    public static Command Create(Terminal terminal)
    {
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until Ctrl-C" };
        var since = new Option<string?>("--since") { Description = "Not older than: 5m, 2h, or a time", HelpName = "TIME" };
        var command = new Command("events", "What happened: sign-ins, refusals, changes of the directory") { follow, since };
        foreach (var (option, _) in Kinds)
        {
            command.Options.Add(option);
        }

        command.SetAction((parsed, stop) => ShowAsync(terminal, parsed, parsed.GetValue(follow), Path(parsed, parsed.GetValue(since)), stop));
        return command;
    }

    private static string Path(ParseResult parsed, string? since)
    {
        var kinds = Kinds.Where(k => parsed.GetValue(k.Option)).Select(k => k.Kind).ToList();
        return $"events?kinds={string.Join(',', kinds)}&since={Uri.EscapeDataString(Since(since))}";
    }

    private static string Since(string? text) => text is null ? ""
        : DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) && text.Contains('-') ? time.ToString("O", CultureInfo.InvariantCulture)
        : Durations.Parse(text).TotalSeconds.ToString(CultureInfo.InvariantCulture);

    /// <summary>An answer has all that is kept, so what was shown before is left out by its id: the clock may have moved either way.</summary>
    private static async Task<int> ShowAsync(Terminal terminal, ParseResult parsed, bool follow, string path, CancellationToken stop)
    {
        using var client = new AdminClient(parsed.Paths());
        var shown = new HashSet<string>(StringComparer.Ordinal);
        try
        {
            do
            {
                var events = (await client.GetAsync(path, stop))["events"]!.AsArray();
                if (parsed.WantsJson() && !follow)
                {
                    terminal.Json(events);
                    return 0;
                }

                foreach (var one in events.Where(e => shown.Add(e.Text("id")!)))
                {
                    terminal.Line(parsed.WantsJson() ? Json.ToText(one!) : Describe(one));
                }

                if (follow)
                {
                    await Task.Delay(Pause, TimeProvider.System, stop);
                }
            }
            while (follow);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Ctrl-C ends it.
        }

        return 0;
    }

    private static string Describe(JsonNode? one) =>
        $"{one.Text("time")}  {one.Text("kind"),-8}  {one.Text("result")}  {one.Text("who") ?? "nobody"}  {one.Text("text")}"
        + (one.Text("kind") == "audit" || one.Text("result") == "succeeded" ? "" : $"  (verditer why {one.Text("id")})");
}
