using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace Verditer.Storage.Sqlite.Tests;

internal static class Stores
{
    public static Task<SqliteDocumentStore> OpenAsync(string path) => OpenAsync(new SqliteStoreOptions { Path = path });

    public static Task<SqliteDocumentStore> OpenAsync(SqliteStoreOptions options) =>
        SqliteDocumentStore.OpenAsync(options, TimeProvider.System, NullLogger.Instance);

    public static async Task<long> PutAsync(this IDocumentStore store, string key, string body) =>
        (await store.CommitAsync(new WriteBatch().Put("things", key, Encoding.UTF8.GetBytes(body)))).Revision;
}
