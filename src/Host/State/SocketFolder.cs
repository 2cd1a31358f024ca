using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Verditer.Storage;

namespace Verditer.Host;

/// <summary>
/// The folder of sockets whose own folder is too deep: it lies in the temp folder, where anybody could have made one of its name before. Whoever owns a folder can put other sockets into it.
/// </summary>
internal static partial class SocketFolder
{
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeModeAndOwner = 0x1 | 0x2 | 0x8;

    /// <summary>Makes the folder (0700), or takes the one that this user has made.</summary>
    /// <exception cref="StateFolderException">It is somebody else's, or a link.</exception>
    public static void Make(string path)
    {
        // Before the mode is set too: that of what a link leads to is not this folder's to change.
        if (IsLink(path) || (OperatingSystem.IsLinux() && OwnerOf(path) is { } owner && owner != UserId()))
        {
            throw Refuse(path, null);
        }

        try
        {
            PrivateFile.MakeFolder(path);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            throw Refuse(path, e);
        }

        if (IsLink(path) || (OperatingSystem.IsLinux() && OwnerOf(path) != UserId()))
        {
            throw Refuse(path, null);
        }
    }

    private static bool IsLink(string path) => new DirectoryInfo(path).LinkTarget is not null;

    private static StateFolderException Refuse(string path, Exception? cause) => new(path,
        $"'{path}', where the sockets of a deep state folder are put, is not this user's own folder. Remove it, or choose a state folder with a shorter path with --state or VERDITER_STATE.", cause);

    /// <summary>Null where it cannot be known. Source: statx(2), whose structure is the same on every architecture.</summary>
    private static uint? OwnerOf(string path)
    {
        var found = new byte[256];
        return Statx(CurrentFolder, path, NoFollow, TypeModeAndOwner, ref found[0]) == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(found.AsSpan(20)) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint wanted, ref byte found);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint UserId();
}
