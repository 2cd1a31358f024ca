using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Clusters.Containers;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary><c>verditer down</c>: stops the server and waits until it is gone; with <c>--all</c> its nodes too, also those of a server that was killed.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    private static readonly Option<bool> All = new("--all") { Description = "Also take away the nodes that run containers: nothing of them stays on this machine" };

    public static Command Create(Terminal terminal)
    {
        var command = new Command("down", "Stop Verditer; its state stays") { All };
        command.SetAction((parsed, stop) => StopAsync(terminal, parsed, stop));
        return command;
    }

    private static async Task<int> StopAsync(Terminal terminal, ParseResult parsed, CancellationToken stop)
    {
        var paths = parsed.Paths();
        var running = RuntimeFile.Read(paths);
        if (running is not null && await EndAsync(terminal, paths, running, stop) is var code && code != 0)
        {
            return code;
        }

        var nodes = HostCleanup.IsNeeded(paths.Root);
        if (nodes && parsed.GetValue(All))
        {
            await RemoveNodesAsync(paths);
        }

        Report(terminal, parsed.WantsJson(), paths, running, nodes, parsed.GetValue(All));
        return 0;
    }

    private static async Task RemoveNodesAsync(StatePaths paths)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            throw new CommandException("taking nodes away needs root, as making them did: sudo verditer down --all");
        }

        using (StateFolder.Open(paths))
        {
            await HostCleanup.RunAsync(paths.Root, TimeProvider.System);
        }
    }

    private static void Report(Terminal terminal, bool json, StatePaths paths, RunningProcess? running, bool nodes, bool all)
    {
        if (json)
        {
            JsonObject answer = new() { ["wasRunning"] = running is not null };
            if (running is not null)
            {
                answer["pid"] = running.Pid;
            }

            answer["nodes"] = !nodes ? "none" : all ? "removed" : "running";
            terminal.Json(answer);
            return;
        }

        terminal.Note(running is not null ? "Verditer is down; its state is kept." : $"Verditer is not running on '{paths.Root}'. To start it: verditer up");
        if (nodes)
        {
            terminal.Note(all ? "Its nodes are taken away." : "Its nodes and their pods go on running, for the next 'verditer up'. To take them away: verditer down --all");
        }
    }

    private static async Task<int> EndAsync(Terminal terminal, StatePaths paths, RunningProcess running, CancellationToken stop)
    {
        Signals.Send(running.Pid, Signals.Terminate);
        var started = TimeProvider.System.GetTimestamp();
        while (RuntimeFile.Read(paths) is not null || IsLocked(paths))
        {
            if (TimeProvider.System.GetElapsedTime(started) > Patience)
            {
                return terminal.Fail($"process {running.Pid} has not stopped after {Patience.TotalSeconds} s.");
            }

            await Task.Delay(Pause, TimeProvider.System, stop);
        }

        return 0;
    }

    private static bool IsLocked(StatePaths paths)
    {
        try
        {
            using var held = new FileStream(paths.Lock, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }
}
