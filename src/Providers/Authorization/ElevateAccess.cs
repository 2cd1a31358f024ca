using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.Authorization;

/// <summary>
/// A Global Administrator becomes User Access Administrator of everything in the tenant, by an assignment at <c>/</c> that can be seen and deleted.
/// Source: https://learn.microsoft.com/azure/role-based-access-control/elevate-access-global-admin
/// </summary>
internal sealed class ElevateAccess(IDocumentStore documents, IDirectory directory, TimeProvider time)
{
    private const string UserAccessAdministrator = "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9";
    private const string Action = "Microsoft.Authorization/elevateAccess/action";

    public ArmEndpoint Endpoint => new("POST", "/providers/Microsoft.Authorization/elevateAccess", null, RunAsync);

    private async ValueTask<Result<ArmResponse>> RunAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var caller = context.Caller;
        if (!directory.HoldsDirectoryRole(caller.TenantId, caller.ObjectId, DirectoryRoleIds.GlobalAdministrator))
        {
            return ArmErrors.AuthorizationFailed(caller, Action, "/providers/Microsoft.Authorization");
        }

        var id = RoleAssignmentDocument.IdFor(ResourceId.Tenant, UserAccessAdministrator, caller.ObjectId);
        var role = ResourceId.Tenant.Provider(RoleAssignmentDocument.DefinitionType, UserAccessAdministrator).Text;
        var body = RoleAssignmentDocument.Body(id, role, caller.ObjectId, caller.Kind, caller.ObjectId, time.GetUtcNow());
        body[RoleAssignmentTenant.Property] = caller.TenantId;
        // Done twice it stays as it was made the first time.
        await documents.CommitAsync(new WriteBatch().Create(StoredResource.Collection, id.Key, Json.ToBytes(body)), cancellationToken);
        return new ArmResponse(200, default);
    }
}
