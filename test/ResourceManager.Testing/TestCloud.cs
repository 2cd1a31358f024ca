using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.ResourceManager.Testing;

/// <summary>
/// A whole cloud in the test's process: the real store on a file of its own, the real directory, roles, operations, Resource Manager and providers, with a clock
/// that only the test moves. Requests carry real tokens and go through every rule. It begins with a tenant, a subscription and its owner.
/// </summary>
public sealed partial class TestCloud : IAsyncDisposable
{
    internal const string StateFile = "state.db";

    private readonly string _folder = System.IO.Directory.CreateTempSubdirectory("verditer-cloud-").FullName;
    private readonly TestCloudOptions _options;
    private CloudProcess _process = null!;

    private TestCloud(TestCloudOptions options, TestPrincipal owner)
    {
        (_options, Owner) = (options, owner);
        Clock = new(HostTime);
    }

    public FakeTimeProvider HostTime { get; } = NewHostTime();

    /// <summary>Verditer's clock. It stands still unless the test moves it.</summary>
    public VerditerClock Clock { get; }

    /// <summary>Owner of the subscription.</summary>
    public TestPrincipal Owner { get; }

    public string TenantId => Owner.TenantId;

    public string SubscriptionId { get; private set; } = null!;

    /// <summary><c>/subscriptions/{id}</c>.</summary>
    public string Subscription => $"/subscriptions/{SubscriptionId}";

    public IDocumentStore Store => _process.Store;

    public static async Task<TestCloud> StartAsync(TestCloudOptions? options = null)
    {
        var template = await CloudTemplate.GetAsync();
        var cloud = new TestCloud(options ?? new(), template.Owner);
        await File.WriteAllBytesAsync(Path.Combine(cloud._folder, StateFile), template.State);
        await cloud.BeginAsync();
        cloud.SubscriptionId = await cloud.AddSubscriptionAsync(cloud.Owner, cloud._options.Rules);
        return cloud;
    }

    /// <summary>A part of the cloud.</summary>
    public T Get<T>()
        where T : notnull => _process.Services.GetRequiredService<T>();

    /// <summary>Stops as a host does, and starts again on the same store.</summary>
    public async Task RestartAsync()
    {
        await _process.StopAsync();
        await BeginAsync();
    }

    /// <summary>Ends in the middle of whatever is going on, and starts again on the same store when the leases of the dead have ended.</summary>
    public async Task KillAndRestartAsync()
    {
        await _process.KillAsync();
        HostTime.Advance(TimeSpan.FromMinutes(1));
        await BeginAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _process.StopAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    internal static FakeTimeProvider NewHostTime() => new(DateTimeOffset.Parse("2026-03-01T12:00:00Z", CultureInfo.InvariantCulture));

    private async Task BeginAsync() => _process = await CloudProcess.StartAsync(Path.Combine(_folder, StateFile), Clock, _options.Parts);
}
