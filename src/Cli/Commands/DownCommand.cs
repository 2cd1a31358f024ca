using System.CommandLine;
using System.Text.Json.Nodes;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary><c>verditer down</c>: stops the server and waits until it is gone.</summary>
internal static class DownCommand
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public static Command Create(Terminal terminal)
    {
        var command = new Command("down", "Stop Verditer; its state stays");
        command.SetAction((parsed, stop) => StopAsync(terminal, parsed, stop));
        return command;
    }

    private static async Task<int> StopAsync(Terminal terminal, ParseResult parsed, CancellationToken stop)
    {
        var paths = parsed.Paths();
        if (RuntimeFile.Read(paths) is not { } running)
        {
            if (parsed.WantsJson())
            {
                terminal.Json(new JsonObject { ["wasRunning"] = false });
            }
            else
            {
                terminal.Note($"Verditer is not running on '{paths.Root}'. To start it: verditer up");
            }

            return 0;
        }

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

        if (parsed.WantsJson())
        {
            terminal.Json(new JsonObject { ["wasRunning"] = true, ["pid"] = running.Pid });
        }
        else
        {
            terminal.Note("Verditer is down; its state is kept.");
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
