using System.Globalization;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Verditer.Storage.Sqlite.Files;

/// <summary>Brings a file to the newest version: the SQL files under Migrations, in their order, each in a transaction of its own.</summary>
internal static class Schema
{
    /// <summary>The newest version, which the number of the last SQL file is.</summary>
    public static int Newest => Migrations().Keys.Max();

    public static void Upgrade(SqliteConnection connection, string path, ILogger logger)
    {
        var found = Version(connection);
        var migrations = Migrations();
        var known = migrations.Keys.Max();
        if (found > known)
        {
            throw new StateVersionException(path, found, known);
        }

        foreach (var (version, name) in migrations.Where(migration => migration.Key > found))
        {
            connection.Run($"""
                BEGIN IMMEDIATE;
                CREATE TABLE IF NOT EXISTS schema_version (version INTEGER PRIMARY KEY) STRICT;
                {Read(name)}
                INSERT INTO schema_version (version) VALUES ({version});
                COMMIT;
                """);
            logger.Migrated(path, version);
        }
    }

    /// <summary>The version that a file has; 0 for an empty one.</summary>
    private static int Version(SqliteConnection connection) =>
        connection.Number("SELECT count(*) FROM sqlite_schema WHERE name = 'schema_version'") == 0
            ? 0
            : (int)connection.Number("SELECT coalesce(max(version), 0) FROM schema_version");

    /// <summary>Names such as <c>V001_initial</c>, by their number.</summary>
    private static SortedDictionary<int, string> Migrations() => new(typeof(Schema).Assembly.GetManifestResourceNames()
        .Where(name => name.StartsWith('V') && name.Contains('_'))
        .ToDictionary(name => int.Parse(name.AsSpan(1, name.IndexOf('_') - 1), CultureInfo.InvariantCulture)));

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(Schema).Assembly.GetManifestResourceStream(name)!);
        return reader.ReadToEnd();
    }
}
