using Microsoft.Data.Sqlite;

namespace Verditer.Storage.Sqlite.Writing;

internal sealed class WriterStatements(SqliteConnection connection) : IDisposable
{
    public Statement Begin { get; } = new(connection, "BEGIN IMMEDIATE");

    public Statement Commit { get; } = new(connection, "COMMIT");

    public Statement Rollback { get; } = new(connection, "ROLLBACK");

    public Statement Find { get; } = new(connection, "SELECT revision, body FROM documents WHERE collection = $1 AND key = $2", 2);

    public Statement Put { get; } = new(connection,
        """
        INSERT INTO documents (collection, key, revision, body) VALUES ($1, $2, $3, $4)
        ON CONFLICT (collection, key) DO UPDATE SET revision = excluded.revision, body = excluded.body
        """, 4);

    public Statement Delete { get; } = new(connection, "DELETE FROM documents WHERE collection = $1 AND key = $2", 2);

    public Statement AddChange { get; } = new(connection,
        "INSERT INTO changes (revision, collection, key, kind, body) VALUES ($1, $2, $3, $4, $5)", 5);

    public Statement ForgetChanges { get; } = new(connection, "DELETE FROM changes WHERE revision <= $1", 1);

    public Statement SaveRevision { get; } = new(connection, "UPDATE store SET revision = $1, compacted = $2", 2);

    public Statement AcquireLease { get; } = new(connection,
        """
        INSERT INTO leases (name, owner, expires) VALUES ($1, $2, $3)
        ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires = excluded.expires
        WHERE owner = excluded.owner OR expires <= $4
        """, 4);

    public Statement ReleaseLease { get; } = new(connection, "DELETE FROM leases WHERE name = $1 AND owner = $2", 2);

    public void Dispose()
    {
        foreach (var statement in (Statement[])
            [Begin, Commit, Rollback, Find, Put, Delete, AddChange, ForgetChanges, SaveRevision, AcquireLease, ReleaseLease])
        {
            statement.Dispose();
        }
    }
}
