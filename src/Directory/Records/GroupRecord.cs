namespace Verditer.Directory;

/// <summary>A security group, as it is stored.</summary>
/// <param name="Id">Object id (GUID).</param>
/// <param name="Members">Object ids of users, service principals and groups.</param>
public sealed record GroupRecord(string TenantId, string Id, string DisplayName, IReadOnlyList<string> Members, DateTimeOffset Created);
