using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Verditer.Core;

namespace Verditer.Storage.Sqlite.Tests;

public sealed class SqliteStoreSetupTests
{
    [Fact]
    public async Task AddSqliteStore_OpensTheStoreWithTheHostsClock()
    {
        using var folder = new TempFolder();
        var host = new FakeTimeProvider(new DateTimeOffset(2020, 1, 15, 9, 0, 0, TimeSpan.Zero));
        await using var provider = new ServiceCollection()
            .AddSingleton<ILogger<SqliteDocumentStore>>(NullLogger<SqliteDocumentStore>.Instance)
            .AddSingleton<TimeProvider>(new VerditerClock(host) { Offset = TimeSpan.FromDays(400) })
            .AddSqliteStore(new SqliteStoreOptions { Path = folder.File("state.db") })
            .BuildServiceProvider();

        var lease = await provider.GetRequiredService<IDocumentStore>().AcquireLeaseAsync("work", "one", TimeSpan.FromMinutes(1));

        lease.ShouldNotBeNull().Expires.ShouldBe(host.GetUtcNow() + TimeSpan.FromMinutes(1));
    }
}
