using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Verditer.Core;
using Verditer.Storage;
using Verditer.Storage.Sqlite;

namespace Verditer.Authorization.Tests;

/// <summary>The real evaluator on a real store, with assignments and custom roles as they are stored.</summary>
internal sealed class Roles : IAsyncDisposable
{
    private const string Resources = "resources";

    private readonly string _folder;
    private readonly SqliteDocumentStore _store;
    private RoleAssignmentIndex _index;

    private Roles(string folder, SqliteDocumentStore store)
    {
        (_folder, _store) = (folder, store);
        _index = new(store, Catalog);
    }

    public RoleCatalog Catalog { get; private set; } = new();

    public RoleEvaluator Evaluator => new(_index, Catalog);

    public static async Task<Roles> OpenAsync()
    {
        var folder = Directory.CreateTempSubdirectory("verditer-roles-").FullName;
        var store = await SqliteDocumentStore.OpenAsync(new() { Path = Path.Combine(folder, "state.db") }, new FakeTimeProvider(), NullLogger.Instance);
        var roles = new Roles(folder, store);
        await roles._index.LoadAsync();
        return roles;
    }

    /// <summary>Who asks.</summary>
    public static Caller Caller(string objectId, params string[] groups) =>
        new("tenant", objectId, "app", "app", PrincipalKind.ServicePrincipal, groups, DateTimeOffset.MaxValue);

    /// <summary>What a new process knows.</summary>
    public async Task ReloadAsync()
    {
        _index.Dispose();
        Catalog = new();
        _index = new(_store, Catalog);
        await _index.LoadAsync();
    }

    public async Task<string> AssignAsync(string principal, string role, string scope)
    {
        var guid = Catalog.All.FirstOrDefault(r => r.Name == role)?.Id ?? role;
        var id = $"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}";
        await PutAsync(id, new JsonObject
        {
            ["principalId"] = principal,
            ["roleDefinitionId"] = $"/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{guid}",
        });
        return id;
    }

    /// <summary>Stores a custom role.</summary>
    /// <returns>Its GUID.</returns>
    public async Task<string> DefineAsync(params JsonObject[] permissions)
    {
        var guid = Guid.NewGuid().ToString();
        await PutAsync($"/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{guid}", new JsonObject
        {
            ["roleName"] = "custom",
            ["permissions"] = new JsonArray([.. permissions]),
        });
        return guid;
    }

    public static JsonObject Permission(string[] actions, string[]? notActions = null, string[]? dataActions = null, string[]? notDataActions = null) => new()
    {
        ["actions"] = Texts(actions),
        ["notActions"] = Texts(notActions ?? []),
        ["dataActions"] = Texts(dataActions ?? []),
        ["notDataActions"] = Texts(notDataActions ?? []),
    };

    public async Task RemoveAsync(string id) => await _store.CommitAsync(new WriteBatch().Delete(Resources, id.ToLowerInvariant()));

    public async ValueTask DisposeAsync()
    {
        _index.Dispose();
        await _store.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private async Task PutAsync(string id, JsonObject properties) => await _store.CommitAsync(
        new WriteBatch().Put(Resources, id.ToLowerInvariant(), Json.ToBytes(new JsonObject { ["id"] = id, ["properties"] = properties })));
}
