using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>Changes that do not come through Graph: Azure's own, and those of whoever runs Verditer. They are in the audit log all the same.</summary>
internal static class AdministrativeChanges
{
    /// <param name="before">Null for a new object.</param>
    /// <param name="after">Null for one that is gone.</param>
    public static void Note(
        this DirectoryAuditLog audits, DirectoryIndex index, WriteBatch batch, AuditActor actor, AuditActivity activity, IDirectoryObject? before, IDirectoryObject? after)
    {
        var item = after ?? before!;
        var tenant = index.Tenants.Find(item.TenantId)!;
        var type = item switch { ApplicationRecord => "Application", ServicePrincipalRecord => "ServicePrincipal", UserRecord => "User", _ => "Group" };
        audits.Note(batch, tenant.Id, actor, activity, Guid.NewGuid().ToString(), AuditTargets.Of(
            type, before is null ? null : GraphObjects.Show(before, tenant), after is null ? null : GraphObjects.Show(after, tenant)));
    }
}
