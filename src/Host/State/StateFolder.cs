using Verditer.Storage;

namespace Verditer.Host;

/// <summary>A state folder in use by this process. Disposing it gives it back.</summary>
public sealed class StateFolder : IDisposable
{
    private readonly FileStream _lock;

    private StateFolder(StatePaths paths, FileStream held) => (Paths, _lock) = (paths, held);

    public StatePaths Paths { get; }

    /// <summary>
    /// True when Verditer has begun to use this folder: it has its mark, its database, or the bootstrap principal. Other people's files may bear the names of other ones.
    /// </summary>
    public static bool IsOne(StatePaths paths) => StateFolderMark.IsIn(paths) || BootstrapFile.TryRead(paths) is not null || HasDatabase(paths.Database);

    /// <summary>Makes the folder (0700) where it is missing and takes it for this process alone.</summary>
    /// <exception cref="StateFolderException">It cannot be written, or another process runs on it. The message says what to do.</exception>
    public static StateFolder Open(StatePaths paths)
    {
        RefuseOtherPeoples(paths);
        FileStream? held = null;
        try
        {
            MakeRoot(paths);
            held = TakeLock(paths);
            StateFolderLeftovers.Remove(paths);
            foreach (var folder in new[] { paths.AzureFolder, paths.KubeFolder })
            {
                PrivateFile.MakeFolder(folder);
            }

            return new StateFolder(paths, held);
        }
        catch (Exception e) when (e is not StateFolderException && e is UnauthorizedAccessException or IOException)
        {
            held?.Dispose();
            throw CannotWrite(paths.Root, e);
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>A folder of somebody else's keeps its mode; what Verditer puts into it is closed file by file.</summary>
    private static void MakeRoot(StatePaths paths)
    {
        if (!System.IO.Directory.Exists(paths.Root) || !System.IO.Directory.EnumerateFileSystemEntries(paths.Root).Any())
        {
            PrivateFile.MakeFolder(paths.Root);
        }
    }

    /// <summary>
    /// A folder that Verditer has not begun to use, with other people's files and, beside them or in them, names that Verditer would use: it would change theirs, and a reset
    /// delete them.
    /// </summary>
    private static void RefuseOtherPeoples(StatePaths paths)
    {
        if (!System.IO.Directory.Exists(paths.Root) || IsOne(paths))
        {
            return;
        }

        var entries = System.IO.Directory.GetFileSystemEntries(paths.Root);
        var used = entries.FirstOrDefault(e => paths.Folders.Contains(e) && System.IO.Directory.Exists(e) && System.IO.Directory.EnumerateFileSystemEntries(e).Any())
            ?? (entries.Any(e => !paths.Files.Contains(e) && !paths.Folders.Contains(e) && !StateFolderLeftovers.IsOne(paths, e)) ? entries.FirstOrDefault(e => paths.Files.Contains(e) || paths.Folders.Contains(e)) : null);
        if (used is not null)
        {
            throw new StateFolderException(paths.Root,
                $"'{paths.Root}' is not a state folder of Verditer and has '{Path.GetFileName(used)}', a name that Verditer would use. Choose an empty or a new folder with --state or VERDITER_STATE.");
        }
    }

    /// <summary>A SQLite file begins so. Source: https://www.sqlite.org/fileformat.html</summary>
    private static bool HasDatabase(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            Span<byte> head = stackalloc byte[16];
            return file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.SequenceEqual("SQLite format 3\0"u8);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    private static FileStream TakeLock(StatePaths paths)
    {
        try
        {
            StateFolderMark.Make(paths);
            var file = new FileStream(paths.Lock, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            PrivateFile.Close(paths.Lock);
            StateFolderMark.Renew(file);
            return file;
        }
        catch (UnauthorizedAccessException e)
        {
            throw CannotWrite(paths.Root, e);
        }
        catch (IOException e) when (File.Exists(paths.Lock) && IsWritable(paths.Root))
        {
            var holder = RuntimeFile.Read(paths) is { } running
                ? $"process {running.Pid} (port {running.Port})"
                : "another process";
            throw new StateFolderException(paths.Root,
                $"The state folder '{paths.Root}' is in use by {holder}. Stop it with `verditer down`, or choose another folder with --state.", e);
        }
        catch (IOException e)
        {
            throw CannotWrite(paths.Root, e);
        }
    }

    private static bool IsWritable(string folder)
    {
        var probe = StateFolderLeftovers.Probe(folder);
        try
        {
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return true;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return false;
        }
    }

    private static StateFolderException CannotWrite(string folder, Exception cause) => new(folder,
        $"The state folder '{folder}' cannot be written ({cause.Message.TrimEnd('.')}). Make it writable for you, or choose another folder with --state or VERDITER_STATE.",
        cause);
}
