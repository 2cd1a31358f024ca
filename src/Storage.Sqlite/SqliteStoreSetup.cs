using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Verditer.Core;

namespace Verditer.Storage.Sqlite;

public static class SqliteStoreSetup
{
    /// <summary>Registers a store that is opened when it is first asked for.</summary>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, SqliteStoreOptions options) =>
        services.AddSingleton<IDocumentStore>(provider => SqliteDocumentStore.Open(
            options,
            HostTime(provider.GetService<TimeProvider>()),
            provider.GetRequiredService<ILogger<SqliteDocumentStore>>()));

    /// <summary>Registers a store that is open already, so that its errors came before anything else was made. The caller disposes it.</summary>
    public static IServiceCollection AddSqliteStore(this IServiceCollection services, SqliteDocumentStore store) =>
        services.AddSingleton<IDocumentStore>(store);

    private static TimeProvider HostTime(TimeProvider? registered) => registered switch
    {
        VerditerClock clock => clock.Host,
        null => TimeProvider.System,
        _ => registered,
    };
}
