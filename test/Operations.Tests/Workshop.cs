using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Verditer.Core;
using Verditer.Storage;
using Verditer.Storage.Sqlite;

namespace Verditer.Operations.Tests;

/// <summary>The real service and worker on a real SQLite file, with clocks that only the test moves.</summary>
internal sealed class Workshop : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("verditer-operations-").FullName;
    private readonly List<ServiceProvider> _processes = [];

    private Workshop()
    {
        HostTime = new(new DateTimeOffset(2020, 1, 15, 9, 0, 0, TimeSpan.Zero));
        Clock = new(HostTime);
    }

    public FakeTimeProvider HostTime { get; }

    public VerditerClock Clock { get; }

    public SqliteDocumentStore Store { get; private set; } = null!;

    public IOperations Operations => Process.GetRequiredService<IOperations>();

    public OperationOptions Options { get; init; } = new() { StopPatience = TimeSpan.FromSeconds(30) };

    private ServiceProvider Process => _processes[^1];

    public static async Task<Workshop> OpenAsync(params IOperationHandler[] handlers)
    {
        var workshop = new Workshop();
        await workshop.StartAsync(handlers);
        return workshop;
    }

    public static async Task<Workshop> OpenAsync(OperationOptions options, params IOperationHandler[] handlers)
    {
        var workshop = new Workshop { Options = options };
        await workshop.StartAsync(handlers);
        return workshop;
    }

    /// <summary>Opens the store and starts a worker with these handlers.</summary>
    public async Task StartAsync(params IOperationHandler[] handlers)
    {
        Store = await SqliteDocumentStore.OpenAsync(new() { Path = Path.Combine(_folder, "state.db") }, HostTime, NullLogger.Instance);
        await JoinAsync(handlers);
    }

    /// <summary>A further worker on the same store, as another process would be.</summary>
    public async Task JoinAsync(params IOperationHandler[] handlers)
    {
        var services = new ServiceCollection().AddLogging().AddSingleton<TimeProvider>(Clock).AddSqliteStore(Store).AddOperations(Options);
        foreach (var handler in handlers)
        {
            services.AddSingleton(handler);
        }

        _processes.Add(services.BuildServiceProvider());
        foreach (var hosted in Process.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>Stops as a host does.</summary>
    public async Task StopAsync()
    {
        await StopWorkersAsync();
        await Store.DisposeAsync();
    }

    /// <summary>The store is gone before anybody could finish or give anything back.</summary>
    public async Task CrashAsync()
    {
        await Store.DisposeAsync();
        await StopWorkersAsync();
    }

    public async Task<OperationRecord> StartOperationAsync(
        string kind = "test", string? resourceId = "/subscriptions/s/resourceGroups/g", TimeSpan delay = default, JsonObject? state = null)
    {
        var batch = new WriteBatch();
        var record = Operations.Start(batch, New(kind, resourceId, delay, state));
        (await Store.CommitAsync(batch)).Committed.ShouldBeTrue();
        return record;
    }

    public static NewOperation New(string kind = "test", string? resourceId = null, TimeSpan delay = default, JsonObject? state = null) =>
        new(kind, "tenant", "s", "Microsoft.ContainerService", "westus2", resourceId, state ?? []) { Delay = delay };

    /// <summary>Waits until the stored record looks so.</summary>
    public async Task<OperationRecord> UntilAsync(string id, Func<OperationRecord, bool> condition)
    {
        var changed = new SemaphoreSlim(0);
        using var subscription = Store.Subscribe(_ => changed.Release());
        while (true)
        {
            if (await Operations.FindAsync(id) is { } record && condition(record))
            {
                return record;
            }

            await changed.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task StopWorkersAsync()
    {
        foreach (var process in _processes)
        {
            foreach (var hosted in process.GetServices<IHostedService>())
            {
                await hosted.StopAsync(CancellationToken.None);
            }

            await process.DisposeAsync();
        }

        _processes.Clear();
    }
}
