using Microsoft.Data.Sqlite;

namespace Verditer.Storage.Sqlite.Files;

/// <summary>What is wrong with the state folder, and the command that mends it.</summary>
internal static class Explain
{
    // SQLite's result codes: https://www.sqlite.org/rescode.html
    private const int NoPermission = 3;
    private const int ReadOnly = 8;
    private const int Corrupt = 11;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    public static StateFolderException NoFolder(string folder, Exception cause) => new(
        folder,
        $"The state folder '{folder}' cannot be made: {cause.Message} Make it yourself with: mkdir -p -m 700 '{folder}'",
        cause);

    public static StateFolderException NotWritable(string path, Exception cause)
    {
        var folder = Path.GetDirectoryName(path)!;
        return Directory.Exists(path)
            ? new(path, $"The state file '{path}' is a folder. Put it aside with: mv '{path}' '{path}.old'", cause)
            : File.Exists(path)
            ? new(path, $"The state file '{path}' cannot be written by this user. Mend it with: chmod u+rw '{path}'", cause)
            : new(folder, $"The state folder '{folder}' cannot be written by this user. Mend it with: chmod u+rwx '{folder}'", cause);
    }

    public static StateFolderException InUse(string path, Exception cause) => new(
        path,
        $"The state file '{path}' is in use by another process. Stop it with: verditer down; or choose another state folder.",
        cause);

    public static StateFolderException NotUsable(string path, SqliteException cause) => cause.SqliteErrorCode switch
    {
        NotADatabase or Corrupt => new(
            path,
            $"The file '{path}' is not a Verditer state file, or it is damaged ({cause.Message}). Put it aside with: mv '{path}' '{path}.damaged'",
            cause),
        NoPermission or ReadOnly or CannotOpen => NotWritable(path, cause),
        _ => new(path, $"The state file '{path}' cannot be used: {cause.Message} See what the folder holds with: ls -l '{Path.GetDirectoryName(path)}'", cause),
    };

    /// <summary>A write that the disk refused; nothing of it was stored.</summary>
    public static StateFolderException WriteFailed(string path, SqliteException cause) => new(
        path,
        $"The state file '{path}' could not be written, and nothing of this write was stored: {cause.Message} See what is free with: df -h '{path}'",
        cause);
}
