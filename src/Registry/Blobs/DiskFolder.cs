using System.Runtime.InteropServices;

namespace Verditer.Registry;

/// <summary>What .NET does not offer: a file's new name is on disk only once its folder is.</summary>
internal static partial class DiskFolder
{
    /// <summary>Open for reading and nothing else; the same on Linux and macOS.</summary>
    private const int ReadOnly = 0;

    /// <summary>Waits until the folder's list of files is on disk. A file system that cannot do this does it in its own way.</summary>
    public static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var handle = Open(path, ReadOnly, 0);
        if (handle >= 0)
        {
            _ = Sync(handle);
            _ = Close(handle);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
