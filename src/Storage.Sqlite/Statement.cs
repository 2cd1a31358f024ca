using Microsoft.Data.Sqlite;

namespace Verditer.Storage.Sqlite;

/// <summary>A prepared statement that is used again and again; its parameters are named <c>$1</c>, <c>$2</c> and so on.</summary>
internal sealed class Statement : IDisposable
{
    private readonly SqliteCommand _command;

    public Statement(SqliteConnection connection, string sql, int parameters = 0)
    {
        _command = connection.CreateCommand();
        _command.CommandText = sql;
        for (var i = 1; i <= parameters; i++)
        {
            _command.Parameters.Add(new SqliteParameter { ParameterName = $"${i}" });
        }

        _command.Prepare();
    }

    public int Run(params ReadOnlySpan<object> values) => Bind(values).ExecuteNonQuery();

    public SqliteDataReader Read(params ReadOnlySpan<object> values) => Bind(values).ExecuteReader();

    public void Dispose() => _command.Dispose();

    private SqliteCommand Bind(ReadOnlySpan<object> values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            _command.Parameters[i].Value = values[i];
        }

        return _command;
    }
}
