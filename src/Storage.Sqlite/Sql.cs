using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Verditer.Storage.Sqlite;

/// <summary>Statements that are used once, and values as SQLite takes them.</summary>
internal static class Sql
{
    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    public static long Number(this SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>The bytes as an array, copied only where they are a part of a larger one.</summary>
    public static byte[] Blob(ReadOnlyMemory<byte> body) =>
        MemoryMarshal.TryGetArray(body, out var segment) && segment.Offset == 0 && segment.Array is { } array && array.Length == segment.Count
            ? array
            : body.ToArray();

    public static ReadOnlyMemory<byte> Body(this SqliteDataReader reader, int column) => reader.GetFieldValue<byte[]>(column);
}
