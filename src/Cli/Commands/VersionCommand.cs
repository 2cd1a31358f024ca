using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary><c>verditer version</c>.</summary>
internal static class VersionCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("version", "Show the version");
        command.SetAction(parsed =>
        {
            if (parsed.WantsJson())
            {
                terminal.Json(new JsonObject { ["version"] = ProductVersion.Text });
            }
            else
            {
                terminal.Line($"verditer {ProductVersion.Text}");
            }

            return 0;
        });
        return command;
    }
}
