using System.Text.Json.Nodes;
using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>
/// Role assignments at any scope. Nothing in one changes afterwards but its description. One whose principal was deleted stays, as in Azure.
/// Source: Microsoft.Authorization/roleAssignments in the REST specifications.
/// </summary>
internal sealed class RoleAssignmentHandler(
    RoleAssignmentRules rules, RoleCatalog roles, RoleAssignmentIndex assignments, RoleAssignmentTenant tenant, ScopeHierarchy hierarchy, IDirectory directory, TimeProvider time)
    : ResourceTypeHandler(RoleAssignmentDocument.Type)
{
    public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken) =>
        new(rules.Check(request).TryGet(out var role, out var error) ? new WritePlan(request.Existing is { } existing ? Updated(existing, request) : Made(request, role)) : error);

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(IsLastOwner(existing) && !directory.HoldsDirectoryRole(context.Caller.TenantId, context.Caller.ObjectId, DirectoryRoleIds.GlobalAdministrator)
            ? RoleAssignmentErrors.LastAdministrator
            : new DeletePlan { Answer = RoleAssignmentTenant.Shown(existing) });

    public override bool IsKnownTo(ArmContext context, StoredResource resource) =>
        tenant.Is(RoleAssignment.Read(resource.Id.Key, resource.Body), context.Caller.TenantId);

    /// <summary>At a scope: the assignments at it, above it and below it, as the filter says.</summary>
    public override async ValueTask<IReadOnlyList<StoredResource>> ListAsync(ArmContext context, ResourceStore store, CancellationToken cancellationToken)
    {
        var (scope, filter) = (context.Id.Key, ReadTerms(context).Value);
        List<StoredResource> found = [];
        foreach (var assignment in assignments.All)
        {
            var inherited = hierarchy.Contains(assignment.Scope, scope);
            if ((inherited || hierarchy.Contains(scope, assignment.Scope)) && filter.Keeps(assignment, inherited) && tenant.Is(assignment, context.Caller.TenantId)
                && await store.FindAsync(ResourceId.Parse(assignment.Id), cancellationToken) is { } stored)
            {
                found.Add(stored);
            }
        }

        return found;
    }

    /// <summary>Refuses a filter that the list does not understand; the list itself applies it.</summary>
    public override Result<Func<StoredResource, bool>> ReadFilter(ArmContext context) =>
        ReadTerms(context).TryGet(out _, out var error) ? (Func<StoredResource, bool>)(_ => true) : error;

    /// <summary>A role's id is told as the scope of the request has it, so that it is the one that a list of roles at that scope shows.</summary>
    public override ReadOnlyMemory<byte> Render(StoredResource resource, ArmContext context)
    {
        var stored = resource.Body.Text("properties", "roleDefinitionId") ?? "";
        var told = RoleDefinitionBody.IdAt(context.Id, stored[(stored.LastIndexOf('/') + 1)..]).Text;
        if (stored == told && !resource.Body.ContainsKey(RoleAssignmentTenant.Property))
        {
            return resource.Bytes;
        }

        var body = RoleAssignmentTenant.Shown(resource);
        body["properties"]!["roleDefinitionId"] = told;
        return Json.ToBytes(body);
    }

    private Result<AssignmentFilter> ReadTerms(ArmContext context) =>
        AssignmentFilter.Read(context.Request.Query.GetValueOrDefault("$filter"), context.Caller.TenantId, directory);

    private JsonObject Made(WriteRequest request, RoleDefinition role)
    {
        var properties = request.Properties;
        var principalId = properties.Text("principalId")!;
        var kind = directory.FindPrincipal(request.Caller.TenantId, principalId)?.Kind
            ?? (Enum.TryParse<PrincipalKind>(properties.Text("principalType"), ignoreCase: true, out var given) ? given : PrincipalKind.ServicePrincipal);
        var body = RoleAssignmentDocument.Body(
            request.Id, RoleDefinitionBody.IdAt(request.Id.Parent!, role.Id).Text, principalId, kind, request.Caller.ObjectId, time.GetUtcNow());
        foreach (var name in (string[])["description", "delegatedManagedIdentityResourceId"])
        {
            body["properties"]![name] = properties[name]?.DeepClone();
        }

        if (request.Id.Parent!.Type == ResourceType.Tenant)
        {
            body[RoleAssignmentTenant.Property] = request.Caller.TenantId;
        }

        return body;
    }

    private JsonObject Updated(StoredResource existing, WriteRequest request)
    {
        var body = existing.Body.Copy();
        var description = request.Properties.Text("description");
        if (body.Text("properties", "description") != description)
        {
            body["properties"]!["description"] = description;
            body["properties"]!["updatedOn"] = ArmTime.Write(time.GetUtcNow());
            body["properties"]!["updatedBy"] = request.Caller.ObjectId;
        }

        return body;
    }

    /// <summary>True for a subscription's only Owner: without one nobody could give a role again.</summary>
    private bool IsLastOwner(StoredResource assignment)
    {
        var scope = assignment.Id.Parent!;
        return scope.Type == ResourceType.Subscription && IsOwner(assignment.Body.Text("properties", "roleDefinitionId"))
            && assignments.All.Count(a => a.Scope == scope.Key && IsOwner(a.RoleDefinitionId)) == 1;
    }

    private bool IsOwner(string? roleDefinitionId) => roles.Find(roleDefinitionId)?.Id == SubscriptionService.OwnerRole;
}
