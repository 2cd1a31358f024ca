using System.Text.Json;
using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.Management;

/// <summary>Management groups: list, show, make, change, delete. Source: Microsoft.Management/managementGroups in the REST specifications.</summary>
internal sealed class ManagementGroupEndpoints(
    ManagementGroupIndex groups, ManagementGroupRules rules, ManagementGroupBody bodies, HierarchyTurn turn, IDocumentStore documents, TimeProvider time)
{
    public const string Path = "/providers/Microsoft.Management/managementGroups";

    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", Path, null, (context, _) => new(List(context))),
        new("GET", Path + "/{group}", null, ShowAsync),
        new("PUT", Path + "/{group}", null, turn.Alone(PutAsync)),
        new("PATCH", Path + "/{group}", null, turn.Alone(PatchAsync)),
        new("DELETE", Path + "/{group}", null, turn.Alone(DeleteAsync)),
    ];

    private Result<ArmResponse> List(ArmContext context)
    {
        groups.RootOf(context.Caller.TenantId);
        return ArmResponse.List(groups.List(context.Caller.TenantId).Where(g => rules.IsVisible(context.Caller, g)).Select(ManagementGroupBody.Line));
    }

    private async ValueTask<Result<ArmResponse>> ShowAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!rules.Find(context.Caller, context.Target.Values["group"], "Microsoft.Management/managementGroups/read").TryGet(out var group, out var error))
        {
            return error;
        }

        var stored = await documents.GetAsync(StoredResource.Collection, group.Key, cancellationToken);
        var body = stored is null ? bodies.Show(group) : Json.ParseObject(stored.Body.Span);
        if (context.Request.Query.GetValueOrDefault("$expand")?.Contains("children", StringComparison.OrdinalIgnoreCase) == true)
        {
            var recurse = context.Request.Query.GetValueOrDefault("$recurse")?.Equals("true", StringComparison.OrdinalIgnoreCase) == true;
            body["properties"]!["children"] = bodies.Children(group, recurse ? ScopeHierarchy.MostGroups : 1);
        }

        return ArmResponse.Ok(body);
    }

    private ValueTask<Result<ArmResponse>> PutAsync(ArmContext context, CancellationToken cancellationToken) =>
        WriteAsync(context, body => (body.Text("properties", "displayName"), body.Text("properties", "details", "parent", "id")), mustExist: false, cancellationToken);

    private ValueTask<Result<ArmResponse>> PatchAsync(ArmContext context, CancellationToken cancellationToken) =>
        WriteAsync(context, body => (body.Text("displayName"), body.Text("parentGroupId")), mustExist: true, cancellationToken);

    private async ValueTask<Result<ArmResponse>> WriteAsync(
        ArmContext context, Func<JsonObject, (string? DisplayName, string? Parent)> read, bool mustExist, CancellationToken cancellationToken)
    {
        if (!Body(context).TryGet(out var sent, out var invalid))
        {
            return invalid;
        }

        var name = context.Target.Values["group"];
        var wanted = read(sent);
        groups.RootOf(context.Caller.TenantId);
        var exists = mustExist || groups.Find(name)?.TenantId == context.Caller.TenantId;
        var planned = exists ? Change(context.Caller, name, wanted) : Create(context.Caller, name, wanted);
        if (!planned.TryGet(out var group, out var error))
        {
            return error;
        }

        var body = ManagementGroupBody.Stored(group, groups.FindKey(group.ParentKey), ArmTime.Write(time.GetUtcNow()), context.Caller.ObjectId);
        var batch = new WriteBatch();
        if (exists)
        {
            batch.Put(StoredResource.Collection, group.Key, Json.ToBytes(body));
        }
        else
        {
            batch.Create(StoredResource.Collection, group.Key, Json.ToBytes(body));
            AddOwner(batch, group, context.Caller);
        }

        return (await documents.CommitAsync(batch, cancellationToken)).Committed ? ArmResponse.Ok(body) : ManagementGroupErrors.NameTaken(name);
    }

    private Result<ManagementGroup> Create(Caller caller, string name, (string? DisplayName, string? Parent) wanted)
    {
        if (!rules.FindParent(caller, wanted.Parent).TryGet(out var parent, out var error))
        {
            return error;
        }

        return rules.CheckCreation(caller, name, parent) is { } refused
            ? refused
            : new ManagementGroup(name, caller.TenantId, wanted.DisplayName is { Length: > 0 } given ? given : name, parent.Key);
    }

    private Result<ManagementGroup> Change(Caller caller, string name, (string? DisplayName, string? Parent) wanted)
    {
        if (!rules.Find(caller, name, "Microsoft.Management/managementGroups/write").TryGet(out var group, out var error))
        {
            return error;
        }

        var changed = group with { DisplayName = wanted.DisplayName ?? group.DisplayName };
        if (wanted.Parent is null)
        {
            return changed;
        }

        if (!rules.FindParent(caller, wanted.Parent).TryGet(out var parent, out var missing))
        {
            return missing;
        }

        if (parent.Key == group.ParentKey)
        {
            return changed;
        }

        return rules.CheckMove(caller, group, parent) is { } refused ? refused : changed with { ParentKey = parent.Key };
    }

    /// <summary>Whoever makes a group becomes its Owner, as in Azure.</summary>
    private void AddOwner(WriteBatch batch, ManagementGroup group, Caller caller)
    {
        var id = RoleAssignmentDocument.IdFor(ResourceId.Parse(group.Id), SubscriptionService.OwnerRole, caller.ObjectId);
        var role = ResourceId.Tenant.Provider(RoleAssignmentDocument.DefinitionType, SubscriptionService.OwnerRole).Text;
        batch.Put(StoredResource.Collection, id.Key, Json.ToBytes(RoleAssignmentDocument.Body(id, role, caller.ObjectId, caller.Kind, caller.ObjectId, time.GetUtcNow())));
    }

    private async ValueTask<Result<ArmResponse>> DeleteAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var found = rules.Find(context.Caller, context.Target.Values["group"], "Microsoft.Management/managementGroups/delete");
        if (!found.TryGet(out var group, out var error))
        {
            return error.Status == 404 ? ArmResponse.NoContent : error;
        }

        if (group.ParentKey is null)
        {
            return ManagementGroupErrors.RootStays("deleted");
        }

        if (groups.ChildrenOf(group.Key).Count > 0 || groups.SubscriptionsOf(group.Key).Count > 0)
        {
            return ManagementGroupErrors.HasChildren(group.Name);
        }

        // What stands on it goes with it: role assignments, custom roles made there.
        var batch = new WriteBatch().Delete(StoredResource.Collection, group.Key);
        foreach (var below in (await documents.ListAsync(StoredResource.Collection, group.Key + "/", cancellationToken: cancellationToken)).Documents)
        {
            batch.Delete(StoredResource.Collection, below.Key);
        }

        await documents.CommitAsync(batch, cancellationToken);
        return ArmResponse.NoContent;
    }

    private static Result<JsonObject> Body(ArmContext context)
    {
        try
        {
            return context.Request.Body.IsEmpty ? new JsonObject() : Json.ParseObject(context.Request.Body.Span);
        }
        catch (Exception problem) when (problem is JsonException or ArgumentException)
        {
            return ManagementGroupErrors.NoBody(problem.Message);
        }
    }
}
