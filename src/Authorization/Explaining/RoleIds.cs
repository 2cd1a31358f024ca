namespace Verditer.Authorization;

/// <summary>Parts of the ids of assignments and roles.</summary>
internal static class RoleIds
{
    private const string AssignmentSegment = "/providers/Microsoft.Authorization/roleAssignments/";

    /// <summary>The scope of an assignment in the case in which it was made; the tenant is <c>/</c>.</summary>
    public static string ScopeOf(string assignmentId) =>
        assignmentId[..assignmentId.LastIndexOf(AssignmentSegment, StringComparison.OrdinalIgnoreCase)] is { Length: > 0 } scope ? scope : "/";

    /// <summary>The GUID at the end of a role definition's id.</summary>
    public static string GuidOf(string roleDefinitionId) => roleDefinitionId[(roleDefinitionId.LastIndexOf('/') + 1)..].ToLowerInvariant();
}
