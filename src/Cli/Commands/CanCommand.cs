using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer can</c>: may somebody do something? Exit code 0 for yes, 1 for no.</summary>
internal static class CanCommand
{
    public static Command Create(Terminal terminal)
    {
        var (principal, action, scope, data) = (AccessArguments.Principal(), AccessArguments.Action(), AccessArguments.Scope(), AccessArguments.Data());
        var command = new Command("can", "Whether somebody may do something, and why") { principal, action, scope, data };
        command.SetAction(async (parsed, stop) =>
        {
            var answer = await AccessArguments.AskAsync(parsed, "can", stop, ("principal", parsed.GetValue(principal)), ("action", parsed.GetValue(action)),
                ("scope", parsed.GetValue(scope)), ("data", parsed.GetValue(data) ? "true" : null));
            if (parsed.WantsJson())
            {
                terminal.Json(answer);
            }
            else
            {
                Write(terminal, answer);
            }

            return answer.Flag("allowed") == true ? 0 : 1;
        });
        return command;
    }

    private static void Write(Terminal terminal, JsonObject answer)
    {
        terminal.Line(answer.Flag("allowed") == true ? $"Yes, by {answer.Text("decidedBy")}" : "No");
        terminal.Line($"Who         {AccessArguments.Describe(answer["principal"])}");
        AccessText.Write(terminal, answer);
        foreach (var command in answer["commands"] as JsonArray ?? [])
        {
            terminal.Line($"  # {command.Text("why")}");
            terminal.Line($"  {command.Text("command")}");
        }
    }
}
