namespace Verditer.Host;

/// <summary>Files that only their user may read, written whole or not at all.</summary>
public static class PrivateFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnerOnlyFolder = OwnerOnly | UnixFileMode.UserExecute;

    /// <summary>Replaces a file; a reader sees the old content or the new.</summary>
    public static void Write(string path, ReadOnlySpan<byte> content) => File.Move(WriteBeside(path, content), path, overwrite: true);

    /// <summary>Makes a file where there is none; of several that do, one does.</summary>
    public static void Create(string path, ReadOnlySpan<byte> content)
    {
        var temporary = WriteBeside(path, content);
        try
        {
            File.Move(temporary, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Makes a folder that only its user may enter, or closes the one that is there to others.</summary>
    public static void MakeFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            System.IO.Directory.CreateDirectory(path);
            return;
        }

        if (System.IO.Directory.Exists(path))
        {
            if (File.GetUnixFileMode(path) != OwnerOnlyFolder)
            {
                File.SetUnixFileMode(path, OwnerOnlyFolder);
            }

            return;
        }

        System.IO.Directory.CreateDirectory(path, OwnerOnlyFolder);
    }

    /// <summary>Closes a file to everybody but its user.</summary>
    public static void Close(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, OwnerOnly);
        }
    }

    private static string WriteBeside(string path, ReadOnlySpan<byte> content)
    {
        var temporary = StateFolderLeftovers.Unfinished(path);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        using (var file = new FileStream(temporary, options))
        {
            file.Write(content);
            file.Flush(flushToDisk: true);
        }

        return temporary;
    }
}
