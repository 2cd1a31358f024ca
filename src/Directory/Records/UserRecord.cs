namespace Verditer.Directory;

/// <summary>A user, as it is stored.</summary>
/// <param name="Id">Object id (GUID).</param>
/// <param name="UserPrincipalName">Such as <c>ada@verditer.onmicrosoft.com</c>.</param>
public sealed record UserRecord(string TenantId, string Id, string UserPrincipalName, string DisplayName, DateTimeOffset Created);
