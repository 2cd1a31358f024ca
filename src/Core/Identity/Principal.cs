namespace Verditer.Core;

/// <summary>What a principal is; the names are those of a role assignment's <c>principalType</c>.</summary>
public enum PrincipalKind
{
    User,
    Group,
    ServicePrincipal,
}

/// <summary>A principal of the directory: what roles are given to.</summary>
/// <param name="ResourceId">For a managed identity, the Azure resource that it belongs to.</param>
public sealed record Principal(
    string TenantId, string ObjectId, PrincipalKind Kind, string? AppId, string DisplayName, string? ResourceId)
{
    /// <summary>When it was made (UTC, Verditer's clock).</summary>
    public DateTimeOffset Created { get; init; }
}
