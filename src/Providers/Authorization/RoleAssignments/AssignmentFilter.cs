using Verditer.Authorization;
using Verditer.Core;

namespace Verditer.Providers.Authorization;

/// <summary>
/// The <c>$filter</c> of role assignments: <c>atScope()</c> leaves out what is below the scope, <c>principalId eq</c> keeps one principal's own, <c>assignedTo()</c>
/// those of its groups too. Source: https://learn.microsoft.com/rest/api/authorization/role-assignments/list-for-scope
/// </summary>
internal sealed class AssignmentFilter(bool atScope, IReadOnlyList<string>? principals)
{
    public static Result<AssignmentFilter> Read(string? filter, string tenantId, IDirectory directory)
    {
        if (!FilterTerms.Read(filter, "atScope", "principalId", "assignedTo").TryGet(out var terms, out var error))
        {
            return error;
        }

        // Azure's own limit: of the two only assignedTo() goes together with atScope().
        if (terms.Has("atScope") && terms.Has("principalId"))
        {
            return FilterTerms.Unsupported(filter!, ["atScope()", "assignedTo('{id}')", "or principalId eq '{id}' alone"]);
        }

        IReadOnlyList<string>? principals = terms.ValueOf("principalId") is { } id ? [id] : null;
        if (terms.ValueOf("assignedTo") is { } assignee)
        {
            principals = [assignee, .. directory.GroupsOf(tenantId, assignee)];
        }

        return new AssignmentFilter(terms.Has("atScope"), principals);
    }

    /// <param name="isInherited">True for an assignment at the scope or above it.</param>
    public bool Keeps(RoleAssignment assignment, bool isInherited) =>
        (isInherited || !atScope) && (principals is null || principals.Contains(assignment.PrincipalId, StringComparer.OrdinalIgnoreCase));
}
