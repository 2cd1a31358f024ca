using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Cli;

/// <summary>What each role assignment and deny assignment said to a question.</summary>
internal static class AccessText
{
    public static void Write(Terminal terminal, JsonObject report)
    {
        var assignments = report["assignments"] as JsonArray ?? [];
        terminal.Line(assignments.Count == 0 ? "Roles       it has no role assignment at all" : "Roles");
        foreach (var assignment in assignments)
        {
            var through = assignment.Text("through") is { } group ? $" (through the group {group})" : "";
            var from = assignment.Text("visibleFrom") is { } visible ? $", from {visible} on" : "";
            terminal.Line($"  {assignment.Text("role") ?? assignment.Text("roleId")} at {assignment.Text("scope")}{through}: {assignment.Text("words")}{from}");
        }

        if (report.Number("assignmentsLeftOut") is > 0 and var more)
        {
            terminal.Line($"  and {more} more that do not come near");
        }

        foreach (var deny in report["denyAssignments"] as JsonArray ?? [])
        {
            terminal.Line($"  deny assignment '{deny.Text("name")}' at {deny.Text("scope")}: {deny.Text("words")}");
        }
    }
}
