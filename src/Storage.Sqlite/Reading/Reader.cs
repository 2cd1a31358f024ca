using Microsoft.Data.Sqlite;

namespace Verditer.Storage.Sqlite.Reading;

/// <summary>A connection that reads, with its statements. One caller uses it at a time.</summary>
internal sealed class Reader : IDisposable
{
    private const int All = -1;

    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = [];

    public Reader(SqliteConnection connection) => _connection = connection;

    /// <summary>One statement, and so one moment: the document and the store's revision.</summary>
    public (Document? Document, long Revision) Find(DocumentKey key)
    {
        using var row = Prepared(
            "SELECT s.revision, d.revision, d.body FROM store s LEFT JOIN documents d ON d.collection = $1 AND d.key = $2", 2)
            .Read(key.Collection, key.Key);
        row.Read();
        var document = row.IsDBNull(1) ? null : new Document(key.Collection, key.Key, row.GetInt64(1), row.Body(2));
        return (document, row.GetInt64(0));
    }

    public DocumentPage List(string collection, KeyRange range, int limit)
    {
        using var moment = new Moment(this);
        var statement = Prepared(
            $"SELECT key, revision, body FROM documents WHERE collection = $1 AND key {range.LowerOperator} $2 "
            + (range.Upper is null ? "" : "AND key < $4 ") + "ORDER BY key LIMIT $3",
            range.Upper is null ? 3 : 4);
        var rows = limit > 0 ? (long)limit + 1 : All;
        using var reader = range.Upper is { } upper
            ? statement.Read(collection, range.Lower, rows, upper)
            : statement.Read(collection, range.Lower, rows);
        var documents = new List<Document>();
        while (reader.Read())
        {
            if (limit > 0 && documents.Count == limit)
            {
                return new(documents, moment.Revision, documents[^1].Key);
            }

            documents.Add(new(collection, reader.GetString(0), reader.GetInt64(1), reader.Body(2)));
        }

        return new(documents, moment.Revision, null);
    }

    public (ChangePage Page, long Revision) Changes(long after, string? collection, int limit)
    {
        using var moment = new Moment(this);
        if (after < moment.Compacted)
        {
            return (new([], after, true), moment.Revision);
        }

        var rows = limit > 0 ? (long)limit : All;
        using var reader = collection is null
            ? Prepared("SELECT revision, collection, key, kind, body FROM changes WHERE revision > $1 ORDER BY revision LIMIT $2", 2)
                .Read(after, rows)
            : Prepared(
                "SELECT revision, collection, key, kind, body FROM changes WHERE revision > $1 AND collection = $3 ORDER BY revision LIMIT $2", 3)
                .Read(after, rows, collection);
        var changes = new List<Change>();
        while (reader.Read())
        {
            changes.Add(new(reader.GetInt64(0), reader.GetString(1), reader.GetString(2), (ChangeKind)reader.GetInt64(3), reader.Body(4)));
        }

        var revision = limit > 0 && changes.Count == limit ? changes[^1].Revision : moment.Revision;
        return (new(changes, revision, false), moment.Revision);
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _connection.Dispose();
    }

    private Statement Prepared(string sql, int parameters = 0)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            _statements.Add(sql, statement = new(_connection, sql, parameters));
        }

        return statement;
    }

    /// <summary>A read transaction: everything read in it is from one revision.</summary>
    private readonly ref struct Moment : IDisposable
    {
        private readonly Reader _reader;

        public Moment(Reader reader)
        {
            _reader = reader;
            reader.Prepared("BEGIN").Run();
            using var row = reader.Prepared("SELECT revision, compacted FROM store").Read();
            row.Read();
            (Revision, Compacted) = (row.GetInt64(0), row.GetInt64(1));
        }

        public long Revision { get; }

        public long Compacted { get; }

        public void Dispose() => _reader.Prepared("COMMIT").Run();
    }
}
