namespace Verditer.Core;

public enum ManagedIdentityKind
{
    SystemAssigned,
    UserAssigned,
}

/// <summary>A managed identity: a service principal without a secret that belongs to an Azure resource.</summary>
/// <param name="ResourceId">The user-assigned identity's own id, or the id of the resource whose system-assigned identity this is.</param>
/// <param name="ClientId">The application's client id (GUID).</param>
/// <param name="PrincipalId">The service principal's object id (GUID).</param>
public sealed record ManagedIdentity(string TenantId, string ResourceId, ManagedIdentityKind Kind, string ClientId, string PrincipalId);
