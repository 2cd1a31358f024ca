using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary><c>verditer roles</c>: which roles somebody has, and through what.</summary>
internal static class RolesCommand
{
    public static Command Create(Terminal terminal)
    {
        var principal = AccessArguments.Principal();
        var command = new Command("roles", "Which roles somebody has, its own and by groups") { principal };
        command.SetAction(async (parsed, stop) =>
        {
            var answer = await AccessArguments.AskAsync(parsed, "roles", stop, ("principal", parsed.GetValue(principal)));
            if (parsed.WantsJson())
            {
                terminal.Json(answer);
                return 0;
            }

            terminal.Line(AccessArguments.Describe(answer["principal"]));
            foreach (var owner in answer["principal"].At("belongsTo") as JsonArray ?? [])
            {
                terminal.Line((string)owner!);
            }

            var roles = answer["roles"]!.AsArray();
            if (roles.Count == 0)
            {
                terminal.Line("  no role, neither its own nor a group's. What would do for an action: verditer can PRINCIPAL ACTION SCOPE");
            }

            foreach (var role in roles)
            {
                terminal.Line(Describe(role));
            }

            return 0;
        });
        return command;
    }

    private static string Describe(JsonNode? role) =>
        $"  {role.Text("role") ?? role.Text("roleId")} at {role.Text("scope")}"
        + (role.Text("throughGroup") is { } group ? $" through the group {group}" : "")
        + (role.Text("visibleFrom") is { } from ? $", seen from {from} on" : "");
}
