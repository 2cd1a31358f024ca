using Microsoft.Data.Sqlite;

namespace Verditer.Storage.Sqlite.Tests;

/// <summary>A trigger stands for a disk that refuses some writes.</summary>
public sealed class FailureTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private SqliteDocumentStore _store = null!;

    public async ValueTask InitializeAsync()
    {
        await (await Stores.OpenAsync(_folder.File("state.db"))).DisposeAsync();
        using (var connection = new SqliteConnection($"Data Source={_folder.File("state.db")};Pooling=False"))
        {
            connection.Open();
            connection.Run("""
                CREATE TRIGGER refuse BEFORE INSERT ON documents WHEN new.key LIKE 'refused%'
                BEGIN SELECT RAISE(ABORT, 'the disk refuses'); END
                """);
        }

        _store = await Stores.OpenAsync(_folder.File("state.db"));
    }

    [Fact]
    public async Task Write_ThatTheDatabaseRefuses_IsAnErrorAndLeavesNothing()
    {
        var before = await _store.PutAsync("k", "x");
        var seen = 0;
        using var subscription = _store.Subscribe(_ => seen++);

        var failure = await Should.ThrowAsync<StateFolderException>(() => _store.PutAsync("refused", "x"));

        failure.Message.ShouldContain("the disk refuses");
        failure.Message.ShouldContain(_folder.File("state.db"));
        (await _store.GetAsync("things", "refused")).ShouldBeNull();
        _store.Revision.ShouldBe(before);
        seen.ShouldBe(0);
        (await _store.ReadChangesAsync(before)).Changes.ShouldBeEmpty();
        (await _store.PutAsync("k", "y")).ShouldBe(before + 1);
    }

    [Fact]
    public async Task Writes_AroundOneThatIsRefused_AreCarriedOut()
    {
        var writes = Enumerable.Range(0, 200).Select(i => _store.PutAsync(i % 10 == 7 ? $"refused{i}" : $"{i}", "x")).ToArray();
        await Task.WhenAll(writes).ContinueWith(_ => { }, TestContext.Current.CancellationToken);

        writes.Count(write => write.IsFaulted).ShouldBe(20);
        writes.Where(write => !write.IsFaulted).Select(write => write.Result).Order().ShouldBe(Enumerable.Range(1, 180).Select(i => (long)i));
        (await _store.ListAsync("things")).Documents.Count.ShouldBe(180);
        (await _store.ReadChangesAsync(0)).Changes.Count.ShouldBe(180);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        _folder.Dispose();
    }
}
