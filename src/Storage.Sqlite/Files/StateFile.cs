using Microsoft.Data.Sqlite;

namespace Verditer.Storage.Sqlite.Files;

/// <summary>The database file: readable by its user alone, and held by one process at a time.</summary>
internal sealed class StateFile : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    // What opening a locked file answers: EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION.
    private static readonly int[] HeldElsewhere = [11, 35, unchecked((int)0x80070020)];

    private readonly FileStream _lock;

    private StateFile(string path, FileStream held) => (Path, _lock) = (path, held);

    public string Path { get; }

    public static StateFile Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        MakeFolder(System.IO.Path.GetDirectoryName(path)!);
        var held = Lock(path);
        try
        {
            OpenForOwner(path, FileShare.ReadWrite).Dispose();
            return new(path, held);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            held.Dispose();
            throw Explain.NotWritable(path, exception);
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <summary>A connection of the caller's own, with the settings that all share.</summary>
    public SqliteConnection Connect(bool readOnly)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = 30,
        }.ToString());
        try
        {
            connection.Open();
            connection.Run("PRAGMA journal_mode = WAL");
            connection.Run("PRAGMA synchronous = FULL");
            connection.Run("PRAGMA wal_autocheckpoint = 0");
            if (readOnly)
            {
                connection.Run("PRAGMA query_only = 1");
            }

            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw Explain.NotUsable(Path, exception);
        }
    }

    public void Dispose() => _lock.Dispose();

    private static void MakeFolder(string folder)
    {
        if (System.IO.Directory.Exists(folder))
        {
            return;
        }

        try
        {
            if (OperatingSystem.IsWindows())
            {
                System.IO.Directory.CreateDirectory(folder);
            }
            else
            {
                System.IO.Directory.CreateDirectory(folder, OwnerOnly | UnixFileMode.UserExecute);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain.NoFolder(folder, exception);
        }
    }

    private static FileStream Lock(string path)
    {
        try
        {
            return OpenForOwner(path + ".lock", FileShare.None);
        }
        catch (IOException exception) when (HeldElsewhere.Contains(exception.HResult))
        {
            throw Explain.InUse(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Explain.NotWritable(path + ".lock", exception);
        }
    }

    private static FileStream OpenForOwner(string path, FileShare share)
    {
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = share };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = OwnerOnly;
        }

        return new FileStream(path, options);
    }
}
