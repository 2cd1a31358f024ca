using System.Runtime.InteropServices;

namespace Verditer.Cli;

/// <summary>Unix signals to other processes, and the session of this one.</summary>
internal static partial class Signals
{
    public const int Terminate = 15;

    /// <summary>Sends a signal. False when there is no such process.</summary>
    public static bool Send(int pid, int signal) => Kill(pid, signal) == 0;

    /// <summary>Leaves the terminal, so that its Ctrl-C and its end do not reach this process.</summary>
    public static bool LeaveTerminal() => SetSid() > 0;

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int pid, int signal);

    [LibraryImport("libc", EntryPoint = "setsid")]
    private static partial int SetSid();
}
