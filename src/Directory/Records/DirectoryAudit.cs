namespace Verditer.Directory;

/// <summary>One change of the directory: who changed what. Secrets are never in it.</summary>
/// <param name="Time">UTC, Verditer's clock.</param>
/// <param name="Category">Such as <c>ApplicationManagement</c>.</param>
/// <param name="Activity">Entra's name of it, such as <c>Add application</c>.</param>
/// <param name="Operation"><c>Add</c>, <c>Update</c>, <c>Delete</c>, <c>Assign</c> or <c>Unassign</c>.</param>
/// <param name="CorrelationId">The request's <c>client-request-id</c>.</param>
/// <remarks>Source: https://learn.microsoft.com/graph/api/resources/directoryaudit</remarks>
public sealed record DirectoryAudit(
    string TenantId, string Id, DateTimeOffset Time, string Category, string Activity, string Operation, AuditActor Actor,
    IReadOnlyList<AuditTarget> Targets, string CorrelationId)
{
    /// <summary>The host's clock at the same moment (UTC); null in what was written before it was kept.</summary>
    public DateTimeOffset? HostTime { get; init; }
}

/// <summary>Who made a change.</summary>
/// <param name="PrincipalId">Object id; null for Azure itself.</param>
/// <param name="AppId">For an application, its client id.</param>
/// <param name="UserPrincipalName">For a user.</param>
public sealed record AuditActor(string? PrincipalId, string? AppId, string? DisplayName, string? UserPrincipalName)
{
    /// <summary>Azure itself, which keeps the identities of resources.</summary>
    public static readonly AuditActor ManagedServiceIdentity = new(null, null, "Managed Service Identity", null);

    /// <summary>Whoever runs Verditer.</summary>
    public static readonly AuditActor Administration = new(null, null, "Verditer", null);
}

/// <summary>What was changed.</summary>
/// <param name="Type"><c>Application</c>, <c>ServicePrincipal</c>, <c>User</c>, <c>Group</c> or <c>Role</c>.</param>
public sealed record AuditTarget(string Id, string Type, string? DisplayName, string? UserPrincipalName, IReadOnlyList<AuditedProperty> Modified);

/// <param name="Old">As JSON; null where it was not there.</param>
/// <param name="New">As JSON; null where it is gone.</param>
public sealed record AuditedProperty(string Name, string? Old, string? New);
