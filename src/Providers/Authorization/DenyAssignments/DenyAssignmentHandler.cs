using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.Authorization;

/// <summary>
/// Deny assignments can be read. Azure's own services make them (<see cref="DenyAssignmentDocument"/>); nobody else can make, change or delete one.
/// Source: https://learn.microsoft.com/azure/role-based-access-control/deny-assignments
/// </summary>
internal sealed class DenyAssignmentHandler(DenyAssignmentIndex denyAssignments, ScopeHierarchy hierarchy, IDirectory directory)
    : ResourceTypeHandler(DenyAssignmentDocument.Type)
{
    /// <summary>The type data has only the api-version in which they can be written; clients read them with the older ones.</summary>
    public override IReadOnlyList<string> ApiVersions => ["2024-07-01-preview", "2022-04-01", "2018-07-01-preview"];

    public override async ValueTask<IReadOnlyList<StoredResource>> ListAsync(ArmContext context, ResourceStore store, CancellationToken cancellationToken)
    {
        var terms = Read(context).Value;
        List<StoredResource> found = [];
        foreach (var deny in denyAssignments.All)
        {
            var isInherited = hierarchy.Contains(deny.Scope, context.Id.Key);
            if ((isInherited || (!terms.Has("atScope") && hierarchy.Contains(context.Id.Key, deny.Scope))) && Keeps(terms, deny, context.Caller.TenantId)
                && !hierarchy.IsForeign(deny.Scope, context.Caller.TenantId)
                && await store.FindAsync(ResourceId.Parse(deny.Id), cancellationToken) is { } stored)
            {
                found.Add(stored);
            }
        }

        return found;
    }

    public override Result<Func<StoredResource, bool>> ReadFilter(ArmContext context) =>
        Read(context).TryGet(out _, out var error) ? (Func<StoredResource, bool>)(_ => true) : error;

    public override ValueTask<Result<WritePlan>> PlanWriteAsync(WriteRequest request, CancellationToken cancellationToken) => new(NotByUsers);

    public override ValueTask<Result<DeletePlan>> PlanDeleteAsync(StoredResource existing, ArmContext context, CancellationToken cancellationToken) => new(NotByUsers);

    private static ArmError NotByUsers => new(405, "MethodNotAllowed",
        "Deny assignments are made, changed and deleted by Azure alone, to protect what it manages; a request cannot do so.");

    private static Result<FilterTerms> Read(ArmContext context) => FilterTerms.Read(
        context.Request.Query.GetValueOrDefault("$filter"), "atScope", "denyAssignmentName", "principalId", "assignedTo", "gdprExportPrincipalId");

    private bool Keeps(FilterTerms terms, DenyAssignment deny, string tenantId) =>
        (terms.ValueOf("denyAssignmentName") is not { } name || name.Equals(deny.Name, StringComparison.OrdinalIgnoreCase))
        && Names(deny, terms.ValueOf("principalId"), [])
        && Names(deny, terms.ValueOf("gdprExportPrincipalId"), [])
        && Names(deny, terms.ValueOf("assignedTo"), terms.ValueOf("assignedTo") is { } id ? directory.GroupsOf(tenantId, id) : []);

    private static bool Names(DenyAssignment deny, string? principal, IReadOnlyList<string> groups) => principal is null
        || groups.Append(principal).Append(DenyAssignment.Everyone).Any(id => deny.Principals.Contains(id, StringComparer.OrdinalIgnoreCase));
}
