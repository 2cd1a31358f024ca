using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Verditer.Cli;

/// <summary>A command run on this one's behalf: same terminal, signals passed on, its exit code is ours.</summary>
internal static class ChildProcess
{
    /// <summary>What shells answer for a command that is not there.</summary>
    private const int NotFound = 127;

    private static readonly (PosixSignal Signal, int Number)[] PassedOn = [(PosixSignal.SIGTERM, 15), (PosixSignal.SIGHUP, 1)];

    /// <summary>What points a client's managed identity at a service of the machine that this one runs on (a cloud shell, a build agent): not at Verditer.</summary>
    private static readonly string[] OtherIdentities =
    [
        "IDENTITY_ENDPOINT", "IDENTITY_HEADER", "IDENTITY_SERVER_THUMBPRINT", "IMDS_ENDPOINT", "MSI_ENDPOINT", "MSI_SECRET", "AZURE_POD_IDENTITY_AUTHORITY_HOST",
        "WEBSITE_SITE_NAME", "APPSETTING_WEBSITE_SITE_NAME",
    ];

    /// <param name="variables">Set over those of this process.</param>
    public static async Task<int> RunAsync(IReadOnlyList<string> command, IEnumerable<KeyValuePair<string, string>> variables)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1)) { UseShellExecute = false };
        foreach (var name in OtherIdentities)
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        Process? process;
        try
        {
            process = Process.Start(start);
        }
        catch (Win32Exception e)
        {
            throw new CommandNotFoundException($"'{command[0]}' cannot be run: {new Win32Exception(e.NativeErrorCode).Message}", NotFound);
        }

        using (process)
        {
            // The terminal sends Ctrl-C to the child as well; it decides what that means.
            using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, context => context.Cancel = true);
            var passing = PassedOn.Select(s => PosixSignalRegistration.Create(s.Signal, context =>
            {
                context.Cancel = true;
                Signals.Send(process!.Id, s.Number);
            })).ToList();
            await process!.WaitForExitAsync();
            passing.ForEach(p => p.Dispose());
            return process.ExitCode;
        }
    }
}

/// <summary>The command to run is not there.</summary>
internal sealed class CommandNotFoundException(string message, int exitCode) : Exception(message)
{
    public int ExitCode => exitCode;
}
