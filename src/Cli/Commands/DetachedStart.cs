using System.CommandLine;
using System.Diagnostics;
using Verditer.Core;
using Verditer.Host;

namespace Verditer.Cli;

/// <summary><c>verditer up --detach</c>: starts this program once more, on its own, and waits until it answers.</summary>
internal static class DetachedStart
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The shell points the standard streams away from the terminal: a pipe to this process would break when it ends.</summary>
    private const string Script = "exec \"$@\" </dev/null >\"$VERDITER_LOG\" 2>&1";

    public static async Task<int> RunAsync(Terminal terminal, ParseResult parsed)
    {
        var paths = parsed.Paths();
        if (RuntimeFile.Read(paths) is { } other)
        {
            throw new CommandException($"Verditer is already running on '{paths.Root}' (process {other.Pid}, port {other.Port}). Stop it with: verditer down");
        }

        var isNew = !File.Exists(paths.Bootstrap);
        using (StateFolder.Open(paths))
        {
            KeepPrevious(paths);
            PrivateFile.Write(paths.Log, []);
        }

        using var process = Start(paths, parsed);
        if (await WaitAsync(paths, process) is not { } running)
        {
            return terminal.Fail(Reason(paths, process));
        }

        UpMessage.Write(terminal, parsed.WantsJson(), paths, running.Port, await EngineOfAsync(paths), BootstrapFile.Read(paths), isNew);
        return 0;
    }

    private static async Task<EngineChoice> EngineOfAsync(StatePaths paths)
    {
        using var client = new AdminClient(paths);
        var status = await client.GetAsync("status", CancellationToken.None);
        return new(status.Text("engine") ?? "", status.Text("engineReason") ?? "");
    }

    /// <summary>What the process before said is often what explains this start.</summary>
    internal static void KeepPrevious(StatePaths paths)
    {
        if (new FileInfo(paths.Log) is { Exists: true, Length: > 0 })
        {
            File.Move(paths.Log, paths.PreviousLog, overwrite: true);
        }
    }

    private static Process Start(StatePaths paths, ParseResult parsed)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        start.Environment["VERDITER_LOG"] = paths.Log;
        foreach (var word in new[] { "-c", Script, "verditer" }.Concat(Self()).Concat(Arguments(parsed)).Append("--detached"))
        {
            start.ArgumentList.Add(word);
        }

        return Process.Start(start) ?? throw new CommandException("the background process could not be started.");
    }

    private static IEnumerable<string> Arguments(ParseResult parsed) =>
        parsed.Tokens.Select(t => t.Value).Where(t => t is not ("--detach" or "-d"));

    /// <summary>How this program was started: the binary, or dotnet and the assembly.</summary>
    private static IEnumerable<string> Self()
    {
        var program = Environment.ProcessPath ?? throw new CommandException("the path of this program is not known.");
        return Path.GetFileNameWithoutExtension(program) == "dotnet" ? [program, Environment.GetCommandLineArgs()[0]] : [program];
    }

    /// <summary>runtime.json is written once requests are served.</summary>
    private static async Task<RunningProcess?> WaitAsync(StatePaths paths, Process process)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (!process.HasExited && TimeProvider.System.GetElapsedTime(started) < Patience)
        {
            if (RuntimeFile.Read(paths) is { } running && running.Pid == process.Id)
            {
                return running;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        return null;
    }

    private static string Reason(StatePaths paths, Process process)
    {
        var log = File.Exists(paths.Log) ? File.ReadAllText(paths.Log).Trim() : "";
        if (!process.HasExited)
        {
            return $"the background process {process.Id} did not answer within {Patience.TotalSeconds} s. Its log: {paths.Log}";
        }

        const string Prefix = "verditer: ";
        var said = log.Split('\n').LastOrDefault(line => line.StartsWith(Prefix, StringComparison.Ordinal));
        return said is not null ? said[Prefix.Length..] : $"it ended with exit code {process.ExitCode}. Its log, {paths.Log}, says:\n{log}";
    }
}
