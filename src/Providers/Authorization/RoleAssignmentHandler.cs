using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>
/// Role assignments: the role and the principal exist, one principal has a role at a scope once, and nothing in an assignment changes afterwards.
/// Source: Microsoft.Authorization/roleAssignments in the REST specifications.
/// </summary>
internal sealed class RoleAssignmentHandler(RoleCatalog roles, RoleAssignmentIndex assignments, IDirectory directory, TimeProvider time)
    : ResourceTypeHandler(RoleAssignmentDocument.Type)
{
    public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken) => new(Plan(request));

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) =>
        new(new DeletePlan { Answer = existing.Body });

    /// <summary>At a scope: the assignments at it, above it and below it, as the filter says.</summary>
    public override async ValueTask<IReadOnlyList<StoredResource>> ListAsync(ArmContext context, ResourceStore store, CancellationToken cancellationToken)
    {
        List<StoredResource> found = [];
        foreach (var assignment in assignments.All.Where(a => Scope.Contains(a.Scope, context.Id.Key) || Scope.Contains(context.Id.Key, a.Scope)))
        {
            if (await store.FindAsync(ResourceId.Parse(assignment.Id), cancellationToken) is { } stored)
            {
                found.Add(stored);
            }
        }

        return found;
    }

    public override Result<Func<StoredResource, bool>> ReadFilter(ArmContext context)
    {
        var filter = context.Request.Query.GetValueOrDefault("$filter");
        return (Func<StoredResource, bool>)(resource => AssignmentFilter.Matches(resource, context.Id.Key, filter));
    }

    private Result<WritePlan> Plan(WriteRequest request)
    {
        if (!Guid.TryParse(request.Id.Name, out _))
        {
            return new ArmError(400, "InvalidRoleAssignmentId", $"The role assignment ID '{request.Id.Name}' is not valid. The role assignment ID must be a GUID.");
        }

        var properties = request.Properties;
        var (roleId, principalId) = (properties.Text("roleDefinitionId") ?? "", properties.Text("principalId") ?? "");
        if (roles.Find(roleId) is not { } role)
        {
            return new ArmError(404, "RoleDefinitionDoesNotExist", $"The specified role definition with ID '{roleId[(roleId.LastIndexOf('/') + 1)..].Replace("-", "", StringComparison.Ordinal)}' does not exist.");
        }

        if (!Guid.TryParse(principalId, out _))
        {
            return new ArmError(400, "InvalidPrincipalId", $"The Principal ID '{principalId}' is not valid. Principal ID must be a GUID.");
        }

        var tenant = request.Caller.TenantId;
        var principal = directory.FindPrincipal(tenant, principalId);
        if (principal is null && properties["principalType"] is null)
        {
            return new ArmError(400, "PrincipalNotFound",
                $"Principal {principalId.Replace("-", "", StringComparison.Ordinal)} does not exist in the directory {tenant}. Check that you have the correct principal ID. If you are creating this principal and then immediately assigning a role, this error might be related to a replication delay. In this case, set the role assignment principalType property to a value, such as ServicePrincipal, User, or Group.  See https://aka.ms/docs-principaltype");
        }

        var type = properties.Text("principalType");
        if (principal is not null && type is not null && !type.Equals(principal.Kind.ToString(), StringComparison.OrdinalIgnoreCase))
        {
            return new ArmError(400, "UnmatchedPrincipalType",
                $"The PrincipalId '{principalId.Replace("-", "", StringComparison.Ordinal)}' has type '{principal.Kind}' , which is different from specified PrinciaplType '{type}'.");
        }

        var scope = request.Id.Parent!;
        if (request.Existing is { } existing)
        {
            return SameAs(existing, role, principalId)
                ? new WritePlan(existing.Body)
                : new ArmError(400, "RoleAssignmentUpdateNotPermitted", "Tenant ID, application ID, principal ID, and scope are not allowed to be updated.");
        }

        if (assignments.Of(principalId).Any(a => a.Scope == scope.Key && roles.Find(a.RoleDefinitionId)?.Id == role.Id))
        {
            return new ArmError(409, "RoleAssignmentExists", "The role assignment already exists.");
        }

        var kind = principal?.Kind ?? (Enum.TryParse<PrincipalKind>(properties.Text("principalType"), out var given) ? given : PrincipalKind.ServicePrincipal);
        var body = RoleAssignmentDocument.Body(request.Id, FullRoleId(request, role), principalId, kind, request.Caller.ObjectId, time.GetUtcNow());
        foreach (var name in (string[])["description", "condition", "conditionVersion"])
        {
            body["properties"]![name] = properties[name]?.DeepClone();
        }

        return new WritePlan(body);
    }

    private bool SameAs(StoredResource existing, RoleDefinition role, string principalId) =>
        string.Equals(existing.Body.Text("properties", "principalId"), principalId, StringComparison.OrdinalIgnoreCase)
        && roles.Find(existing.Body.Text("properties", "roleDefinitionId"))?.Id == role.Id;

    private static string FullRoleId(WriteRequest request, RoleDefinition role) => request.Id.SubscriptionId is { } subscription
        ? RoleAssignmentDocument.BuiltIn(subscription, role.Id)
        : ResourceId.Tenant.Provider(RoleAssignmentDocument.DefinitionType, role.Id).Text;
}
