namespace Verditer.Directory;

/// <summary>An application permission (app role) that a principal was given on an API.</summary>
/// <param name="AppRoleId">GUID; all zeros for the API's default access.</param>
/// <param name="PrincipalId">Object id of the user, group or service principal that has it.</param>
/// <param name="ResourceId">Object id of the API's service principal.</param>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/approleassignment</remarks>
public sealed record AppRoleAssignmentRecord(
    string TenantId, string Id, string AppRoleId, string PrincipalId, string ResourceId, DateTimeOffset Created);
