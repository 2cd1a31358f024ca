using Verditer.Core;

namespace Verditer.Directory;

/// <summary>Decides whether a caller has a right: by directory roles (its own and its groups'), application permissions, ownership, or as a user.</summary>
internal sealed class GraphPermissions(DirectoryIndex index)
{
    /// <param name="target">The object in question; null where there is none yet, or many.</param>
    public bool May(Caller caller, GraphRight right, IDirectoryObject? target = null)
    {
        var may = Decide(caller, right, target);
        if (!may)
        {
            MissingRight.Note(right);
        }

        return may;
    }

    private bool Decide(Caller caller, GraphRight right, IDirectoryObject? target)
    {
        if (right.Users && caller.Kind == PrincipalKind.User)
        {
            return true;
        }

        if (target is not null && ((right.Owners && Is(target.Owners, caller)) || (right.Self && target.Id.Equals(caller.ObjectId, StringComparison.OrdinalIgnoreCase))))
        {
            return true;
        }

        return HoldsRole(caller, [DirectoryRoles.GlobalAdministrator, .. right.Roles])
            || (right.AnyRole && HoldsAnyRole(caller))
            || (caller.Kind == PrincipalKind.ServicePrincipal && HasPermission(caller, right.Permissions));
    }

    /// <summary>True for a user who administers something, directly or through a group.</summary>
    public bool IsAdministrator(string tenantId, string objectId)
    {
        IReadOnlyList<string> ids = [objectId, .. index.GroupsOf(tenantId, objectId)];
        return index.RoleMembers.In(tenantId)
            .Any(held => DirectoryReferences.Has(ids, held.PrincipalId) && DirectoryRoles.Find(held.RoleTemplateId)?.IsPrivileged != false);
    }

    private bool HoldsRole(Caller caller, IReadOnlyList<string> roles) =>
        index.HoldsRole(caller.TenantId, caller.ObjectId, roles) || caller.Groups.Any(group => index.HoldsRole(caller.TenantId, group, roles));

    private bool HoldsAnyRole(Caller caller) => index.RoleMembers.In(caller.TenantId)
        .Any(held => held.PrincipalId.Equals(caller.ObjectId, StringComparison.OrdinalIgnoreCase) || DirectoryReferences.Has(caller.Groups, held.PrincipalId));

    private bool HasPermission(Caller caller, IReadOnlyList<string> permissions) =>
        index.AppRolesOf(caller.TenantId, caller.ObjectId, ProtectedResource.Graph.AppId).Any(permissions.Contains);

    private static bool Is(IReadOnlyList<string> owners, Caller caller) => DirectoryReferences.Has(owners, caller.ObjectId);
}
