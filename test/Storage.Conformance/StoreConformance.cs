using System.Text;
using Microsoft.Extensions.Time.Testing;

namespace Verditer.Storage.Conformance;

/// <summary>What every store must do. A backend derives one sealed class from each of the classes here.</summary>
public abstract class StoreConformance<TBackend> : IAsyncLifetime
    where TBackend : IStoreBackend, new()
{
    protected const string Things = "things";

    private readonly TBackend _backend = new();

    protected IDocumentStore Store { get; private set; } = null!;

    protected FakeTimeProvider HostTime { get; } = new(new DateTimeOffset(2020, 1, 15, 9, 0, 0, TimeSpan.Zero));

    public async ValueTask InitializeAsync() => Store = await _backend.OpenAsync(HostTime);

    public async ValueTask DisposeAsync()
    {
        await Store.DisposeAsync();
        await _backend.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected static ReadOnlyMemory<byte> Body(string text) => Encoding.UTF8.GetBytes(text);

    protected static string Text(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetString(body.Span);

    protected async Task ReopenAsync()
    {
        await Store.DisposeAsync();
        Store = await _backend.OpenAsync(HostTime);
    }

    protected async Task<long> PutAsync(string key, string body, string collection = Things)
    {
        var result = await Store.CommitAsync(new WriteBatch().Put(collection, key, Body(body)));
        result.Committed.ShouldBeTrue();
        return result.Revision;
    }

    protected async Task<long> DeleteAsync(string key, string collection = Things) =>
        (await Store.CommitAsync(new WriteBatch().Delete(collection, key))).Revision;

    protected async Task<string?> ReadAsync(string key, string collection = Things) =>
        await Store.GetAsync(collection, key) is { } document ? Text(document.Body) : null;

    protected async Task<string[]> KeysAsync(string prefix = "", string? after = null, int limit = 0, string collection = Things) =>
        [.. (await Store.ListAsync(collection, prefix, after, limit)).Documents.Select(document => document.Key)];
}
