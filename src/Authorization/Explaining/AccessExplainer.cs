using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>Explains by the evaluator's own data; whether something is allowed is asked of the evaluator itself.</summary>
internal sealed class AccessExplainer(
    RoleEvaluator evaluator, RoleVisibility visibility, RoleAssignmentIndex assignments, RoleCatalog roles, DenyAssignmentIndex denyAssignments, ScopeHierarchy hierarchy, IDirectory directory)
    : IAccessExplainer
{
    private readonly RoleSizes _sizes = new(roles);

    public AccessExplanation Explain(AccessSubject subject, string action, string scope, bool isDataAction = false)
    {
        var key = scope.ToLowerInvariant();
        var identities = SubjectIdentities.Of(subject, directory);
        List<string> groups = [.. identities.Skip(1).Where(i => i.InToken).Select(i => i.ObjectId)];
        var decision = evaluator.Check(subject.TenantId, subject.ObjectId, groups, action, scope, isDataAction);
        var judge = new AssignmentJudge(roles, hierarchy, visibility, subject.TenantId, action, key, isDataAction);
        var considered = identities.SelectMany(i => assignments.Of(i.ObjectId).Select(a => judge.Consider(a, i.InToken)));
        var mistaken = subject.AppId is { } appId && !appId.Equals(subject.ObjectId, StringComparison.OrdinalIgnoreCase) ? assignments.Of(appId) : [];
        return new(
            subject, identities, action, scope, isDataAction, decision.Allowed, decision.Allowed ? decision.RoleAssignmentId : decision.Deny?.Id,
            [.. considered.Concat(mistaken.Select(judge.NamesClientId)).OrderBy(a => a.Verdict).ThenByDescending(a => a.Scope.Length).ThenBy(a => a.Id, StringComparer.Ordinal)],
            ConsiderDenials(subject.ObjectId, groups, action, key, isDataAction));
    }

    public IReadOnlyList<SuggestedRole> LeastPrivilege(string action, bool isDataAction = false) =>
    [
        .. roles.BuiltIn.Where(r => r.Allows(action, isDataAction))
            .Select(r => (Role: r, Size: _sizes.Of(r)))
            .OrderBy(r => r.Size.Operations == 0).ThenBy(r => r.Size.Changes).ThenBy(r => r.Size.Operations).ThenBy(r => r.Size.Patterns).ThenBy(r => r.Role.Name, StringComparer.Ordinal)
            .Select(r => new SuggestedRole(
                r.Role.Id, r.Role.Name, r.Role.Description, r.Size.Changes, r.Size.Operations, CommonRights.AreAllThatGive(r.Role, action, isDataAction),
                r.Size.Namespace is { } main && action.StartsWith(main + "/", StringComparison.OrdinalIgnoreCase))),
    ];

    public IReadOnlyList<AccessHolder> WhoCan(string tenantId, string action, string scope, bool isDataAction = false)
    {
        var key = scope.ToLowerInvariant();
        var judge = new AssignmentJudge(roles, hierarchy, visibility, tenantId, action, key, isDataAction);
        return
        [
            .. assignments.All.Where(a => a.TenantId is null || a.TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase)).Select(a => (Assignment: a, Considered: judge.Consider(a, inToken: true)))
                .Where(a => a.Considered.Verdict == AssignmentVerdict.Allows)
                .Select(a => Holder(tenantId, a.Assignment, a.Considered, action, scope, isDataAction))
                .OrderBy(h => h.DisplayName is null).ThenBy(h => h.DisplayName, StringComparer.OrdinalIgnoreCase)
                .ThenBy(h => h.PrincipalId, StringComparer.Ordinal).ThenBy(h => h.Scope, StringComparer.Ordinal),
        ];
    }

    public IReadOnlyList<HeldRole> RolesOf(AccessSubject subject) =>
    [
        .. SubjectIdentities.Of(subject, directory).Where(i => i.InToken)
            .SelectMany((identity, at) => assignments.Of(identity.ObjectId).OrderBy(a => a.Scope, StringComparer.Ordinal).Select(a => Held(a, at == 0 ? null : identity.ObjectId))),
    ];

    private HeldRole Held(RoleAssignment assignment, string? throughGroup)
    {
        var role = roles.Find(assignment.RoleDefinitionId);
        return new(assignment.Id, RoleIds.GuidOf(assignment.RoleDefinitionId), role?.Name, RoleIds.ScopeOf(assignment.Id), throughGroup, visibility.HiddenUntil(assignment));
    }

    private AccessHolder Holder(string tenantId, RoleAssignment assignment, ConsideredAssignment considered, string action, string scope, bool isDataAction)
    {
        var principal = directory.FindPrincipal(tenantId, assignment.PrincipalId);
        var groups = directory.GroupsOf(tenantId, assignment.PrincipalId);
        var members = principal?.Kind == PrincipalKind.Group ? directory.MembersOf(tenantId, assignment.PrincipalId) : [];
        var deny = evaluator.Check(tenantId, assignment.PrincipalId, groups, action, scope, isDataAction).Deny;
        return new(assignment.PrincipalId, principal?.Kind, principal?.DisplayName, members, assignment.Id, considered.RoleName!, considered.Scope, deny);
    }

    private List<ConsideredDeny> ConsiderDenials(string objectId, List<string> groups, string action, string scope, bool isDataAction)
    {
        List<ConsideredDeny> found = [];
        var isAtScope = true;
        foreach (var at in hierarchy.Above(scope))
        {
            if (denyAssignments.TryAt(at, out var here))
            {
                foreach (var deny in here)
                {
                    found.Add(new(deny.Id, deny.Name, deny.WrittenScope, deny.IsSystemProtected, deny.Judge(objectId, groups, action, isDataAction, isAtScope)));
                }
            }

            isAtScope = false;
        }

        return found;
    }
}
