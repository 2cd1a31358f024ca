using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Verditer.Core;
using Verditer.Storage.Sqlite;

namespace Verditer.Kubernetes.Tests.Api;

/// <summary>A cluster's API on a real store, with the namespace <c>default</c>, and a clock that the test moves.</summary>
internal sealed class TestCluster : IAsyncDisposable
{
    public static readonly GroupResource ConfigMaps = new("", "configmaps");
    public static readonly GroupResource Pods = new("", "pods");
    public static readonly GroupResource Namespaces = new("", "namespaces");

    private readonly string _folder;

    private TestCluster(string folder, SqliteDocumentStore store, FakeTimeProvider clock, ClusterApi api) =>
        (_folder, Store, Clock, Api) = (folder, store, clock, api);

    public SqliteDocumentStore Store { get; private set; }

    public FakeTimeProvider Clock { get; }

    public ClusterApi Api { get; private set; }

    public static async Task<TestCluster> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("verditer-k8s-").FullName;
        var clock = new FakeTimeProvider(new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero));
        var store = await OpenAsync(folder);
        var cluster = new TestCluster(folder, store, clock, await ClusterApiSetup.OpenAsync(store, new("c1"), clock));
        await cluster.CreateAsync(Namespaces, """{"metadata":{"name":"default"}}""");
        await cluster.CreateAsync(new("", "serviceaccounts"), """{"metadata":{"name":"default","namespace":"default"}}""");
        return cluster;
    }

    public async Task RestartAsync()
    {
        Api.Dispose();
        await Store.DisposeAsync();
        Store = await OpenAsync(_folder);
        Api = await ClusterApiSetup.OpenAsync(Store, new("c1"), Clock);
    }

    public ValueTask<ObjectResult> TryCreateAsync(GroupResource resource, string json) => Api.CreateAsync(resource, (JsonObject)JsonNode.Parse(json)!);

    public async Task<JsonObject> CreateAsync(GroupResource resource, string json)
    {
        var result = await TryCreateAsync(resource, json);
        result.Error.ShouldBeNull();
        return result.Object!;
    }

    public async Task<JsonObject> ChangeAsync(GroupResource resource, string name, Action<JsonObject> change, string? subresource = null)
    {
        var copy = Api.Find(resource, "default", name)!.Copy();
        change(copy);
        var result = await Api.UpdateAsync(resource, copy, subresource);
        result.Error.ShouldBeNull();
        return result.Object!;
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Task<SqliteDocumentStore> OpenAsync(string folder) =>
        SqliteDocumentStore.OpenAsync(new() { Path = Path.Combine(folder, "state.db") }, TimeProvider.System, NullLogger.Instance);
}
