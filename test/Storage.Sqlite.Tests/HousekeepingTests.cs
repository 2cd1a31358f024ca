using Microsoft.Data.Sqlite;

namespace Verditer.Storage.Sqlite.Tests;

public sealed class HousekeepingTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public async Task Changes_BeyondTheNumberKept_AreCompactedAndRemoved()
    {
        var store = await Stores.OpenAsync(new SqliteStoreOptions { Path = _folder.File("state.db"), ChangesKept = 100 });
        for (var i = 0; i < 1000; i++)
        {
            await store.PutAsync($"{i % 5}", "x");
        }

        (await store.ReadChangesAsync(0)).Compacted.ShouldBeTrue();
        (await store.ReadChangesAsync(900)).ShouldSatisfyAllConditions(page => page.Compacted.ShouldBeFalse(), page => page.Changes.Count.ShouldBe(100));
        await store.DisposeAsync();
        // One portion may be waiting to be compacted, another to be removed.
        Count("changes").ShouldBeLessThanOrEqualTo(100 + (2 * 256));
        Count("documents").ShouldBe(5);
    }

    [Fact]
    public async Task Compact_OfManyChanges_RemovesThemAllInTime()
    {
        await using var store = await Stores.OpenAsync(_folder.File("state.db"));
        var batch = new WriteBatch();
        for (var i = 0; i < 3000; i++)
        {
            batch.Put("things", $"{i}", new byte[10]);
        }

        await store.CommitAsync(batch);
        await store.CompactAsync(2990);

        (await store.ReadChangesAsync(2990)).Changes.Count.ShouldBe(10);
        while (Count("changes") > 10)
        {
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }

    [Fact]
    public async Task WriteAheadLog_ThatGrewTooLong_IsTruncated()
    {
        await using var store = await Stores.OpenAsync(
            new SqliteStoreOptions { Path = _folder.File("state.db"), WalBytes = 100_000, CheckpointInterval = TimeSpan.FromMilliseconds(1) });
        var longest = 0L;
        for (var length = 0L; length >= longest; length = new FileInfo(_folder.File("state.db-wal")).Length)
        {
            longest = length;
            await store.CommitAsync(new WriteBatch().Put("things", "k", new byte[10_000]), TestContext.Current.CancellationToken);
        }

        longest.ShouldBeGreaterThan(100_000);
        (await store.GetAsync("things", "k")).ShouldNotBeNull();
    }

    public void Dispose() => _folder.Dispose();

    private long Count(string table)
    {
        using var connection = new SqliteConnection($"Data Source={_folder.File("state.db")};Pooling=False");
        connection.Open();
        return connection.Number($"SELECT count(*) FROM {table}");
    }
}
