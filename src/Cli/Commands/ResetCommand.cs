using System.CommandLine;
using Verditer.Clusters.Containers;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary><c>verditer reset</c>: removes what Verditer made in the state folder, and nothing else.</summary>
internal static class ResetCommand
{
    public static Command Create(Terminal terminal)
    {
        var yes = new Option<bool>("--yes") { Description = "Do not ask" };
        var command = new Command("reset", "Delete all state: directory, subscriptions, clusters, credentials") { yes };
        command.SetAction(parsed => Reset(terminal, parsed.Paths(), parsed.GetValue(yes)));
        return command;
    }

    private static int Reset(Terminal terminal, StatePaths paths, bool agreed)
    {
        if (RuntimeFile.Read(paths) is { } running)
        {
            throw new CommandException($"Verditer is running on '{paths.Root}' (process {running.Pid}). Stop it first: verditer down");
        }

        RefuseWhereNodesRun(paths);
        if (!System.IO.Directory.Exists(paths.Root))
        {
            terminal.Note($"There is nothing in '{paths.Root}'.");
            return 0;
        }

        if (!StateFolder.IsOne(paths))
        {
            return terminal.Fail($"'{paths.Root}' is not a state folder of Verditer: it has neither Verditer's mark nor its database nor its bootstrap principal. Nothing was deleted.");
        }

        if (!agreed && !Ask(terminal, paths))
        {
            return terminal.Fail("nothing was deleted. To delete without being asked: verditer reset --yes");
        }

        using (StateFolder.Open(paths))
        {
            // Somebody may have thought about the question for long, and what is mounted would be deleted too.
            RefuseWhereNodesRun(paths);
            foreach (var file in paths.Files)
            {
                File.Delete(file);
            }

            foreach (var folder in paths.Folders.Where(System.IO.Directory.Exists))
            {
                System.IO.Directory.Delete(folder, recursive: true);
            }
        }

        if (!System.IO.Directory.EnumerateFileSystemEntries(paths.Root).Any())
        {
            System.IO.Directory.Delete(paths.Root);
        }

        terminal.Note($"The state in '{paths.Root}' is deleted.");
        return 0;
    }

    private static void RefuseWhereNodesRun(StatePaths paths)
    {
        if (HostCleanup.IsNeeded(paths.Root))
        {
            throw new CommandException("Nodes of it still run on this machine. Take them away first: verditer down --all");
        }
    }

    private static bool Ask(Terminal terminal, StatePaths paths) =>
        terminal.IsInteractive && Spectre.Console.AnsiConsoleExtensions.Confirm(
            terminal.Out, Spectre.Console.Markup.Escape($"Delete all of Verditer's state in '{paths.Root}'?"), defaultValue: false);
}
