using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer who-can</c>: who may do something.</summary>
internal static class WhoCanCommand
{
    public static Command Create(Terminal terminal)
    {
        var (action, scope, data) = (AccessArguments.Action(), AccessArguments.Scope(), AccessArguments.Data());
        var command = new Command("who-can", "Who may do something, and by which role") { action, scope, data };
        command.SetAction(async (parsed, stop) =>
        {
            var answer = await AccessArguments.AskAsync(
                parsed, "who-can", stop, ("action", parsed.GetValue(action)), ("scope", parsed.GetValue(scope)), ("data", parsed.GetValue(data) ? "true" : null));
            if (parsed.WantsJson())
            {
                terminal.Json(answer);
                return 0;
            }

            foreach (var holder in answer["holders"]!.AsArray())
            {
                terminal.Line(Describe(holder));
            }

            return 0;
        });
        return command;
    }

    private static string Describe(JsonNode? holder)
    {
        var members = (holder.At("members") as JsonArray ?? []).Select(m => m.Text("name") ?? m.Text("objectId")).ToList();
        return $"{holder.Text("name") ?? "Identity not found"}  {holder.Text("kind") ?? "unknown"} {holder.Text("principalId")}  {holder.Text("role")} at {holder.Text("scope")}"
            + (members.Count > 0 ? $"  members: {string.Join(", ", members)}" : "")
            + (holder.Text("deniedBy") is { } deny ? $"  but the deny assignment '{deny}' forbids it" : "");
    }
}
