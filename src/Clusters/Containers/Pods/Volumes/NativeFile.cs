using System.Runtime.InteropServices;

namespace Verditer.Clusters.Containers;

/// <summary>What the kernel can do with files and the framework has no words for.</summary>
internal static partial class NativeFile
{
    private const int Unchanged = -1;

    /// <summary>Gives a file to a user and a group; null leaves either as it is. Links are not followed.</summary>
    public static void SetOwner(string path, long? user, long? group) => ChangeOwner(path, (int)(user ?? Unchanged), (int)(group ?? Unchanged));

    /// <summary>Gives a link another name, over one that has that name already, in one step.</summary>
    public static void Replace(string from, string to)
    {
        if (Rename(from, to) != 0)
        {
            throw new IOException($"'{from}' cannot become '{to}': {Marshal.GetLastPInvokeErrorMessage()}");
        }
    }

    [LibraryImport("libc", EntryPoint = "lchown", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int ChangeOwner(string path, int user, int group);

    [LibraryImport("libc", EntryPoint = "rename", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Rename(string from, string to);
}
