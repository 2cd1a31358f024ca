using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Verditer.Clusters.Containers;

/// <summary>Opens what is in a folder, and never what is not, whatever links are made on the way meanwhile. Source: openat2(2), <c>RESOLVE_BENEATH</c>; Linux 5.6.</summary>
internal static partial class BeneathFile
{
    private const int OpenAt2 = 437;
    private const int Here = -100;
    private const ulong PathOnly = 0x200000;
    private const ulong Folder = 0x10000;
    private const ulong CloseOnExec = 0x80000;
    private const ulong Beneath = 0x08;
    private const int NotThere = 2;
    private const int ThereAlready = 17;

    /// <summary>A name of the opened file itself in this process.</summary>
    public static string PathOf(SafeFileHandle file) => $"/proc/self/fd/{file.DangerousGetHandle()}";

    public static SafeFileHandle OpenFolder(string path) => Call(Here, path, new() { Flags = PathOnly | CloseOnExec | Folder }) ?? throw Failed(path);

    /// <exception cref="IOException">It is not there, or not in the folder.</exception>
    public static SafeFileHandle Open(SafeFileHandle root, string path) => TryOpen(root, path) ?? throw Failed(path);

    /// <summary>Null for what is not there.</summary>
    /// <exception cref="IOException">It is not in the folder.</exception>
    public static SafeFileHandle? TryOpen(SafeFileHandle root, string path) =>
        Call((int)root.DangerousGetHandle(), path, new() { Flags = PathOnly | CloseOnExec, Resolve = Beneath });

    /// <summary>Makes a folder in another; one that is there already stays.</summary>
    public static void MakeFolder(SafeFileHandle parent, string name, UnixFileMode mode)
    {
        if (MakeDirectory((int)parent.DangerousGetHandle(), name, (uint)mode) == 0)
        {
            using var made = Open(parent, name);
            File.SetUnixFileMode(PathOf(made), mode);
        }
        else if (Marshal.GetLastPInvokeError() != ThereAlready)
        {
            throw Failed(name);
        }
    }

    private static SafeFileHandle? Call(int folder, string path, OpenHow how)
    {
        var file = SystemCall(OpenAt2, folder, path, how, Marshal.SizeOf<OpenHow>());
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true)
            : Marshal.GetLastPInvokeError() == NotThere ? null
            : throw Failed(path);
    }

    private static IOException Failed(string path) => new($"'{path}': {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "syscall", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial nint SystemCall(nint number, int folder, string path, in OpenHow how, nint size);

    [LibraryImport("libc", EntryPoint = "mkdirat", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int MakeDirectory(int folder, string name, uint mode);

    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
