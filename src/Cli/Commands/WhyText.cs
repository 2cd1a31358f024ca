using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary>A report of <c>verditer why</c> for people: who asked, what for, what each role said, what it is known as, what mends it.</summary>
internal static class WhyText
{
    public static void Write(Terminal terminal, JsonObject report)
    {
        WriteRefusal(terminal, report);
        WriteCaller(terminal, report["caller"]);
        WriteQuestion(terminal, report);
        foreach (var finding in Items(report["findings"]))
        {
            terminal.Line("");
            terminal.Line($"It is: {finding.Text("title")}  [{finding.Text("name")}]");
            Indent(terminal, finding.Text("text"));
        }

        WriteCommands(terminal, report);
        if (report.Flag("now", "allowed") == true)
        {
            terminal.Line("");
            terminal.Line("Now it would be allowed: it has been mended meanwhile.");
        }
    }

    private static void WriteRefusal(Terminal terminal, JsonObject report)
    {
        var request = report["request"];
        var (what, status) = report.Text("kind") == "signIn"
            ? ($"sign-in of {request.Text("user") ?? request.Text("clientId") ?? "nobody"} by {request.Text("credential")} for {request.Text("resource") ?? "nothing"}", "")
            : ($"{request.Text("method")} {request.Text("path")}", $"{report.Number("answer", "status")} ");
        terminal.Line($"Refused     {status}{report.Text("answer", "code")}, at {report.Text("time")} by Verditer's clock ({report.Text("surface")}, request {report.Text("id")})");
        terminal.Line($"Request     {what}");
        terminal.Line($"Answer      {report.Text("answer", "message")}");
    }

    private static void WriteCaller(Terminal terminal, JsonNode? caller)
    {
        if (caller is null)
        {
            return;
        }

        terminal.Line($"Who asked   {caller.Text("name")}, a {caller.Text("kind")}");
        terminal.Line($"            object id {caller.Text("objectId")}{(caller.Text("clientId") is { } clientId ? $", client id {clientId}" : "")}");
        foreach (var owner in Items(caller.At("belongsTo")))
        {
            terminal.Line($"            {(string?)owner}");
        }

        if (caller.Text("tokenEnds") is { } ends)
        {
            terminal.Line($"            token {(caller.Text("tokenIssued") is { } issued ? $"made {issued}, " : "")}ends {ends}; groups in it: {Count(caller.At("groups"))}");
        }
    }

    private static void WriteQuestion(Terminal terminal, JsonObject report)
    {
        if (report["question"] is not { } question)
        {
            return;
        }

        terminal.Line($"Action      {question.Text("action")}");
        terminal.Line($"Scope       {question.Text("scope")}");
        if (question.At("for") is { } wanted)
        {
            terminal.Line($"            needed for {wanted.Text("action")} on {wanted.Text("scope")}");
        }

        AccessText.Write(terminal, report);
    }

    private static void WriteCommands(Terminal terminal, JsonObject report)
    {
        var commands = Items(report["commands"]).ToList();
        if (commands.Count == 0)
        {
            return;
        }

        terminal.Line("");
        terminal.Line("What mends it, least privilege first:");
        foreach (var command in commands)
        {
            terminal.Line($"  # {command.Text("why")}");
            terminal.Line($"  {command.Text("command")}");
        }
    }

    private static void Indent(Terminal terminal, string? text)
    {
        foreach (var line in (text ?? "").Split('\n'))
        {
            terminal.Line($"  {line}");
        }
    }

    private static IEnumerable<JsonNode?> Items(JsonNode? array) => array as JsonArray ?? [];

    private static int Count(JsonNode? array) => (array as JsonArray)?.Count ?? 0;
}
