using System.Text.Json.Nodes;

namespace Verditer.Directory;

/// <summary>Giving and taking directory roles, whichever way Graph is asked.</summary>
internal sealed class RoleWriter(GraphParts parts)
{
    private DirectoryIndex Index => parts.Index;

    /// <param name="answer">What to answer about the new member.</param>
    public Task<GraphAnswer> AddAsync(GraphRequest request, DirectoryRole? role, string? principalId, Func<DirectoryRoleMember, GraphAnswer> answer, GraphError conflict) =>
        parts.Writer.WriteAsync(batch =>
        {
            if (!parts.Permissions.May(request.Caller, GraphRights.WriteRoles))
            {
                return GraphError.Denied();
            }

            if (role is null || GraphObjects.Find(Index, request.TenantId, principalId ?? "") is not { } principal || principal is ApplicationRecord)
            {
                return GraphError.NotFound(role is null ? request.Keys.ElementAtOrDefault(0) ?? "" : principalId ?? "");
            }

            if (principal is GroupRecord group && !GroupRules.IsAssignableToRole(group))
            {
                return GraphError.Bad("The group is not role-assignable: only groups that were created with isAssignableToRole can be given a role.");
            }

            var member = new DirectoryRoleMember(principal.TenantId, role.TemplateId, principal.Id);
            if (Index.RoleMembers.Find(DirectoryRoles.Key(member)) is not null)
            {
                return conflict;
            }

            Index.RoleMembers.Create(batch, DirectoryRoles.Key(member), member);
            Note(batch, request, AuditActivity.AddRoleMember, role, principal);
            return answer(member);
        });

    public Task<GraphAnswer> RemoveAsync(GraphRequest request, DirectoryRoleMember? member) => parts.Writer.WriteAsync(batch =>
    {
        if (!parts.Permissions.May(request.Caller, GraphRights.WriteRoles))
        {
            return GraphError.Denied();
        }

        if (member is null || Index.RoleMembers.Find(DirectoryRoles.Key(member)) is null)
        {
            return GraphError.NotFound(request.Keys[^1]);
        }

        if (member.RoleTemplateId == DirectoryRoles.GlobalAdministrator
            && Index.RoleMembers.In(member.TenantId).Count(each => each.RoleTemplateId == DirectoryRoles.GlobalAdministrator) == 1)
        {
            return GraphError.Bad("The last Global Administrator cannot be removed.");
        }

        Index.RoleMembers.Delete(batch, DirectoryRoles.Key(member));
        if (GraphObjects.Find(Index, member.TenantId, member.PrincipalId) is { } principal)
        {
            Note(batch, request, AuditActivity.RemoveRoleMember, DirectoryRoles.Find(member.RoleTemplateId)!, principal);
        }

        return GraphAnswer.NoContent;
    });

    private void Note(Storage.WriteBatch batch, GraphRequest request, AuditActivity activity, DirectoryRole role, IDirectoryObject principal)
    {
        JsonObject shown = GraphObjects.Show(principal, Index.Tenants.Find(principal.TenantId)!);
        parts.Writer.Note(batch, request, activity, [AuditTargets.Related(shown), new(RoleObjects.Id(principal.TenantId, role.TemplateId), "Role", role.DisplayName, null, [])]);
    }
}
