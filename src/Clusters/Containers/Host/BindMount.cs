using System.Runtime.InteropServices;

namespace Verditer.Clusters.Containers;

/// <summary>Files and folders that are seen at a second place. The kernel is asked itself: mount(8) would look up the path a second time. Source: mount(2), umount(2).</summary>
internal static partial class BindMount
{
    private const nuint Bind = 0x1000;
    private const int Detach = 2;
    private const int NoFollow = 8;

    public static void Make(string source, string place)
    {
        if (Mount(source, place, null, Bind, 0) != 0)
        {
            throw new IOException($"'{place}' cannot be mounted: {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    /// <summary>Takes off all that is mounted on a place. What is not there is no error.</summary>
    public static void Remove(string place)
    {
        while (Unmount(place, Detach | NoFollow) == 0)
        {
            // Mounts lie on each other.
        }
    }

    [LibraryImport("libc", EntryPoint = "mount", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Mount(string source, string place, string? type, nuint flags, nint data);

    [LibraryImport("libc", EntryPoint = "umount2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Unmount(string place, int flags);
}
