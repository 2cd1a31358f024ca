namespace Verditer.Directory;

/// <summary>Consent: what a client may do on an API in the name of a user, or of all users.</summary>
/// <param name="ClientId">Object id of the client's service principal.</param>
/// <param name="ConsentType"><c>AllPrincipals</c>, or <c>Principal</c> for one user.</param>
/// <param name="PrincipalId">That user's object id.</param>
/// <param name="ResourceId">Object id of the API's service principal.</param>
/// <param name="Scope">Permission values, separated by blanks.</param>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant</remarks>
public sealed record PermissionGrantRecord(
    string TenantId, string Id, string ClientId, string ConsentType, string? PrincipalId, string ResourceId, string? Scope);
