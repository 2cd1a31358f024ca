using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Verditer.Core;
using Verditer.Storage;
using Verditer.Storage.Sqlite;

namespace Verditer.Authorization.Tests;

/// <summary>The real evaluator on a real store, with assignments, custom roles and management groups as they are stored.</summary>
internal sealed class Roles : IAsyncDisposable
{
    private const string Resources = "resources";

    private readonly string _folder;
    private readonly SqliteDocumentStore _store;
    private RoleBasedAccess _access = null!;

    private Roles(string folder, SqliteDocumentStore store) => (_folder, _store) = (folder, store);

    public RoleCatalog Catalog { get; private set; } = null!;

    public RoleEvaluator Evaluator { get; private set; } = null!;

    public IAccessExplainer Explainer { get; private set; } = null!;

    public ScopeHierarchy Hierarchy { get; private set; } = null!;

    public ManagementGroupIndex Groups { get; private set; } = null!;

    public FakeMembership Directory { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public DelayedVisibility Visibility { get; } = new();

    public static async Task<Roles> OpenAsync()
    {
        var folder = System.IO.Directory.CreateTempSubdirectory("verditer-roles-").FullName;
        var store = await SqliteDocumentStore.OpenAsync(new() { Path = Path.Combine(folder, "state.db") }, new FakeTimeProvider(), NullLogger.Instance);
        var roles = new Roles(folder, store);
        await roles.LoadAsync();
        return roles;
    }

    /// <summary>Who asks.</summary>
    public static Caller Caller(string objectId, params string[] groups) =>
        new("tenant", objectId, "app", "app", PrincipalKind.ServicePrincipal, groups, DateTimeOffset.MaxValue);

    public static AccessSubject Subject(string objectId, params string[] groups) => AccessSubject.Of(Caller(objectId, groups));

    /// <summary>What a new process knows.</summary>
    public async Task ReloadAsync()
    {
        _access.Dispose();
        await LoadAsync();
    }

    public async Task<string> AssignAsync(string principal, string role, string scope, string? condition = null)
    {
        var guid = Catalog.All.FirstOrDefault(r => r.Name == role)?.Id ?? role;
        var id = $"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/roleAssignments/{Guid.NewGuid()}";
        await PutAsync(id, new JsonObject
        {
            ["principalId"] = principal,
            ["roleDefinitionId"] = $"/subscriptions/s/providers/Microsoft.Authorization/roleDefinitions/{guid}",
            ["condition"] = condition,
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

    /// <summary>Stores a deny assignment, as Azure's own services make them.</summary>
    public async Task<string> DenyAsync(string scope, JsonObject permission, string[]? principals = null, string[]? excluded = null, bool onlyHere = false)
    {
        var id = $"{scope.TrimEnd('/')}/providers/Microsoft.Authorization/denyAssignments/{Guid.NewGuid()}";
        await PutAsync(id, new JsonObject
        {
            ["denyAssignmentName"] = "deny",
            ["permissions"] = new JsonArray(permission),
            ["principals"] = Ids(principals ?? [DenyAssignment.Everyone]),
            ["excludePrincipals"] = Ids(excluded ?? []),
            ["doNotApplyToChildScopes"] = onlyHere,
            ["isSystemProtected"] = true,
        });
        return id;
    }

    /// <summary>Stores a management group.</summary>
    public Task AddGroupAsync(string name, string? parent = null) => PutAsync(ManagementGroup.KeyOf(name), new JsonObject
    {
        ["tenantId"] = "tenant",
        ["displayName"] = name,
        ["details"] = new JsonObject { ["parent"] = parent is null ? null : new JsonObject { ["id"] = $"/providers/Microsoft.Management/managementGroups/{parent}" } },
    });

    /// <summary>Puts a subscription into a management group.</summary>
    public Task PlaceAsync(string subscription, string group) => PutAsync($"{ManagementGroup.KeyOf(group)}/subscriptions/{subscription}", []);

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
        _access.Dispose();
        await _store.DisposeAsync();
        System.IO.Directory.Delete(_folder, recursive: true);
    }

    private async Task LoadAsync()
    {
        Catalog = new();
        Hierarchy = new();
        Groups = new(Hierarchy);
        var (assignments, denials) = (new RoleAssignmentIndex(), new DenyAssignmentIndex());
        var visibility = new RoleVisibility(Visibility, Time);
        Evaluator = new(assignments, Catalog, denials, Hierarchy, visibility);
        Explainer = new AccessExplainer(Evaluator, visibility, assignments, Catalog, denials, Hierarchy, Directory);
        _access = new(_store, Catalog, assignments, denials, Groups);
        await _access.LoadAsync();
    }

    private static JsonArray Ids(string[] ids) => new([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id })]);

    private static JsonArray Texts(string[] texts) => new([.. texts.Select(t => (JsonNode)t)]);

    private async Task PutAsync(string id, JsonObject properties) => await _store.CommitAsync(
        new WriteBatch().Put(Resources, id.ToLowerInvariant(), Json.ToBytes(new JsonObject { ["id"] = id, ["properties"] = properties })));
}

/// <summary>Assignments that are seen only from a moment on.</summary>
internal sealed class DelayedVisibility : IAssignmentVisibility
{
    public Dictionary<string, DateTimeOffset> From { get; } = [];

    public DateTimeOffset? VisibleFrom(RoleAssignment assignment) => From.TryGetValue(assignment.Id, out var from) ? from : null;
}
