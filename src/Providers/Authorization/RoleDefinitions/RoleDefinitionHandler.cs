using System.Collections.Concurrent;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>
/// Role definitions: Azure's built-in ones, which are data, and custom ones, which are stored where they were made and belong to the whole tenant: each is shown
/// below the scope of the request. Source: Microsoft.Authorization/roleDefinitions in the REST specifications.
/// </summary>
internal sealed class RoleDefinitionHandler(
    RoleDefinitionRules rules, RoleCatalog roles, RoleAssignmentIndex assignments, ScopeHierarchy hierarchy, ScopeTenants tenants, TimeProvider time)
    : ResourceTypeHandler(RoleAssignmentDocument.DefinitionType)
{
    private const int MostRemembered = 2;

    // A list of all roles has a megabyte, and az asks for it with each list of assignments.
    private readonly ConcurrentDictionary<string, IReadOnlyList<StoredResource>> _builtIn = new(StringComparer.Ordinal);

    public override async ValueTask<StoredResource?> FindAsync(ResourceId id, ResourceStore store, CancellationToken cancellationToken)
    {
        if (roles.Find(id.Name) is not { } role)
        {
            return null;
        }

        return role.IsBuiltIn ? BuiltIn(id.Parent!, role) : await CustomAsync(role, store, cancellationToken);
    }

    /// <summary>A custom role belongs to its tenant, and is read where it can be assigned. It is written wherever its new scopes are.</summary>
    public override bool IsKnownTo(ArmContext context, StoredResource resource) => roles.Find(resource.Id.Name) is not { IsBuiltIn: false } custom
        || (tenants.IsIn(custom, context.Caller.TenantId) && (context.IsWrite || IsShownAt(custom, context.Id.Parent!.Key, andBelow: true)));

    public override async ValueTask<IReadOnlyList<StoredResource>> ListAsync(ArmContext context, ResourceStore store, CancellationToken cancellationToken)
    {
        var filter = RoleDefinitionFilter.Read(context.Request.Query.GetValueOrDefault("$filter")).Value;
        List<StoredResource> found = [.. AllBuiltIn(context.Id).Where((_, i) => filter.Keeps(roles.BuiltIn[i]))];
        foreach (var role in roles.Custom.OrderBy(r => r.Name, StringComparer.Ordinal))
        {
            if (filter.Keeps(role) && IsShownAt(role, context.Id.Key, filter.AndBelow) && tenants.IsIn(role, context.Caller.TenantId)
                && await CustomAsync(role, store, cancellationToken) is { } custom)
            {
                found.Add(custom);
            }
        }

        return found;
    }

    /// <summary>Refuses a filter that the list does not understand; the list itself applies it.</summary>
    public override Result<Func<StoredResource, bool>> ReadFilter(ArmContext context) =>
        RoleDefinitionFilter.Read(context.Request.Query.GetValueOrDefault("$filter")).TryGet(out _, out var error) ? (Func<StoredResource, bool>)(_ => true) : error;

    public override ReadOnlyMemory<byte> Render(StoredResource resource, ArmContext context)
    {
        var id = RoleDefinitionBody.IdAt(context.Id, resource.Id.Name).Text;
        if (resource.Id.Text == id)
        {
            return resource.Bytes;
        }

        var body = resource.Body.Copy();
        body["id"] = id;
        return Json.ToBytes(body);
    }

    public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken) =>
        new(rules.Check(request) is { } error
            ? error
            : new WritePlan(RoleDefinitionBody.OfCustom(request.Id, request.Properties, request.Existing?.Body, request.Caller.ObjectId, time.GetUtcNow())) { Status = 201 });

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(CheckDelete(existing, context) is { } error ? error : new DeletePlan { Answer = existing.Body });

    private ArmError? CheckDelete(StoredResource existing, ArmContext context)
    {
        var role = roles.Find(existing.Id.Name)!;
        if (role.IsBuiltIn)
        {
            return RoleDefinitionErrors.BuiltIn(role.Id, "delete");
        }

        return rules.CheckRights(context.Caller, existing.Id, role.AssignableScopes, "delete")
            ?? (assignments.All.Any(a => roles.Find(a.RoleDefinitionId)?.Id == role.Id) ? RoleDefinitionErrors.HasAssignments : null);
    }

    /// <summary>A custom role is shown where it can be assigned: at its scopes and below them.</summary>
    /// <param name="andBelow">True to show it above its scopes too.</param>
    private bool IsShownAt(RoleDefinition role, string scope, bool andBelow) => role.AssignableScopes.Select(s => s.ToLowerInvariant())
        .Any(s => hierarchy.Contains(s, scope) || (andBelow && hierarchy.Contains(scope, s)));

    private static async ValueTask<StoredResource?> CustomAsync(RoleDefinition role, ResourceStore store, CancellationToken cancellationToken) =>
        await store.FindAsync(ResourceId.Parse(role.DocumentKey!), cancellationToken) is { } stored
            ? stored with { Id = ResourceId.Parse(stored.Body.Text("id")!) }
            : null;

    private IReadOnlyList<StoredResource> AllBuiltIn(ResourceId scope)
    {
        var below = (scope.SubscriptionScope ?? ResourceId.Tenant).Text;
        if (_builtIn.Count >= MostRemembered && !_builtIn.ContainsKey(below))
        {
            _builtIn.Clear();
        }

        return _builtIn.GetOrAdd(below, _ => [.. roles.BuiltIn.Select(r => BuiltIn(scope, r))]);
    }

    private static StoredResource BuiltIn(ResourceId scope, RoleDefinition role)
    {
        var id = RoleDefinitionBody.IdAt(scope, role.Id);
        return new StoredResource(id, Json.ToBytes(RoleDefinitionBody.OfBuiltIn(role, id)), 0);
    }
}
