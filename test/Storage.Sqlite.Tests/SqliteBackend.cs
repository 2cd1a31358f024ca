using Microsoft.Extensions.Logging.Abstractions;
using Verditer.Storage.Conformance;

namespace Verditer.Storage.Sqlite.Tests;

public sealed class SqliteBackend : IStoreBackend
{
    private readonly TempFolder _folder = new();

    public async Task<IDocumentStore> OpenAsync(TimeProvider hostTime) =>
        await SqliteDocumentStore.OpenAsync(new() { Path = _folder.File("state.db") }, hostTime, NullLogger.Instance);

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
