using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.Directory;
using Verditer.Operations;
using Verditer.Providers.Authorization;
using Verditer.Providers.Compute;
using Verditer.Providers.ManagedIdentity;
using Verditer.Providers.Management;
using Verditer.Providers.Network;
using Verditer.Storage.Sqlite;

namespace Verditer.ResourceManager.Testing;

/// <summary>One life of a cloud: the real parts, put together as the host does, on a store that outlives it.</summary>
internal sealed class CloudProcess(SqliteDocumentStore store, ServiceProvider services)
{
    public SqliteDocumentStore Store { get; } = store;

    public ServiceProvider Services { get; } = services;

    public static async Task<CloudProcess> StartAsync(string file, VerditerClock clock, Action<IServiceCollection>? parts)
    {
        var store = await SqliteDocumentStore.OpenAsync(new() { Path = file }, clock.Host, NullLogger.Instance);
        var collection = new ServiceCollection()
            .AddLogging()
            .AddSingleton(clock)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<ISecretProtector>(new AesGcmSecretProtector(new byte[AesGcmSecretProtector.KeyLength]))
            .AddSqliteStore(store)
            .AddOperations(new OperationOptions { StopPatience = TimeSpan.FromSeconds(30) })
            .AddDirectory(new DirectoryOptions())
            .AddRoleBasedAccess()
            .AddResourceManager()
            .AddAccessControl()
            .AddManagementGroups()
            .AddManagedIdentity()
            .AddNetwork()
            .AddCompute();
        parts?.Invoke(collection);
        var process = new CloudProcess(store, collection.BuildServiceProvider());
        await process.LoadAsync();
        return process;
    }

    public async Task StopAsync()
    {
        await StopWorkersAsync();
        await Store.DisposeAsync();
    }

    /// <summary>The store is gone before anybody could finish or give anything back.</summary>
    public async Task KillAsync()
    {
        await Store.DisposeAsync();
        await StopWorkersAsync();
    }

    private async Task LoadAsync()
    {
        await Services.GetRequiredService<IDirectoryAdministration>().LoadAsync();
        await Services.GetRequiredService<RoleBasedAccess>().LoadAsync();
        await Services.LoadResourceManagerAsync();
        foreach (var hosted in Services.GetServices<IHostedService>())
        {
            await hosted.StartAsync(CancellationToken.None);
        }
    }

    private async Task StopWorkersAsync()
    {
        foreach (var hosted in Services.GetServices<IHostedService>().Reverse())
        {
            await hosted.StopAsync(CancellationToken.None);
        }

        await Services.DisposeAsync();
    }
}
