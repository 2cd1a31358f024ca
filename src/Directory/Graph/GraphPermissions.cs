using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Who may change what. Everybody of the tenant may read.</summary>
internal sealed class GraphPermissions(DirectoryIndex index)
{
    /// <summary>The holders of a role that administers applications.</summary>
    public bool MayWriteApplications(Caller caller) =>
        index.HoldsRole(caller.TenantId, caller.ObjectId, DirectoryRoles.MayWriteApplications)
        || caller.Groups.Any(group => index.HoldsRole(caller.TenantId, group, DirectoryRoles.MayWriteApplications));

    /// <summary>The same, and an object's owners.</summary>
    public bool MayWrite(Caller caller, IReadOnlyList<string> owners) =>
        owners.Contains(caller.ObjectId, StringComparer.OrdinalIgnoreCase) || MayWriteApplications(caller);
}
