namespace Verditer.Directory;

/// <summary>Consent: a client may act for a user at an API. Graph calls it an <c>oAuth2PermissionGrant</c>.</summary>
/// <param name="ClientId">The client's client id (<c>appId</c>).</param>
/// <param name="ResourceId">The API's client id.</param>
/// <param name="UserId">The user's object id; null when an administrator consented for everybody.</param>
/// <param name="Scopes">The names of the scopes.</param>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/oauth2permissiongrant</remarks>
public sealed record PermissionGrantRecord(
    string TenantId, string ClientId, string ResourceId, string? UserId, IReadOnlyList<string> Scopes, DateTimeOffset Created)
{
    /// <summary>Under which it is kept.</summary>
    public string Key => $"{TenantId}/{ClientId}/{ResourceId}/{UserId ?? "all"}".ToLowerInvariant();
}
