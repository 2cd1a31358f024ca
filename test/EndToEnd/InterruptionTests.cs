using System.Diagnostics;

namespace Verditer.EndToEnd;

/// <summary>Ctrl-C in the middle of the quickstart.</summary>
public sealed class InterruptionTests
{
    private const string WorkFolders = "verditer-quickstart*";

    [Fact]
    public async Task Quickstart_Interrupted_LeavesNoProcessAndNoFolder()
    {
        await Checkout.RunAsync("publish.sh", "--jit");
        var scratch = System.IO.Directory.CreateTempSubdirectory("verditer-e2e-");
        try
        {
            // A session of its own, so that the signal reaches the whole foreground group, as a terminal's Ctrl-C does.
            using var quickstart = Start(scratch.FullName);
            await UntilAsync(() => quickstart.HasExited || IsAtWork(scratch), "the walkthrough begins");
            quickstart.HasExited.ShouldBeFalse();
            var signal = await Shell.RunAsync("/bin/bash", ["-c", $"kill -INT -- -{quickstart.Id}"], new Dictionary<string, string>());
            signal.Ok();
            await UntilAsync(() => quickstart.HasExited, "the quickstart ends");
            quickstart.ExitCode.ShouldNotBe(0);
            await UntilAsync(() => !Mentions(scratch.FullName), "no process is left");
            scratch.GetFileSystemInfos(WorkFolders).ShouldBeEmpty();
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    private static Process Start(string scratch)
    {
        var start = new ProcessStartInfo("/usr/bin/setsid", [Path.Combine(Checkout.Root, "quickstart.sh")]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment.Clear();
        foreach (var (name, value) in Checkout.Environment)
        {
            start.Environment[name] = value;
        }

        start.Environment["TMPDIR"] = scratch;
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Verditer is up in the work folder: the walkthrough's commands are running.</summary>
    private static bool IsAtWork(DirectoryInfo scratch) =>
        scratch.EnumerateDirectories(WorkFolders).Any(d => File.Exists(Path.Combine(d.FullName, "state", "runtime.json")));

    private static bool Mentions(string folder) => System.IO.Directory.EnumerateDirectories("/proc").Any(p =>
    {
        try
        {
            return int.TryParse(Path.GetFileName(p), out _) && File.ReadAllText(Path.Combine(p, "environ")).Contains(folder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    });

    private static async Task UntilAsync(Func<bool> condition, string what)
    {
        for (var attempt = 0; attempt < 1200; attempt++)
        {
            if (condition())
            {
                return;
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        throw new TimeoutException($"not within two minutes: {what}");
    }
}
