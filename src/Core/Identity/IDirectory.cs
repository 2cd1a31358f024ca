namespace Verditer.Core;

/// <summary>What the other parts ask of Entra ID. Every call that makes or removes may be repeated: the second one finds the work done.</summary>
public interface IDirectory
{
    /// <summary>True for the id of a tenant, in any case.</summary>
    bool HasTenant(string tenantId);

    /// <summary>The principal with this object id in this tenant, or null.</summary>
    Principal? FindPrincipal(string tenantId, string objectId);

    /// <summary>Object ids of the groups that somebody belongs to, through other groups too; none for an unknown principal.</summary>
    IReadOnlyList<string> GroupsOf(string tenantId, string objectId);

    /// <summary>True when somebody holds a directory role, itself or through a group.</summary>
    /// <param name="roleTemplateId">Such as <see cref="DirectoryRoleIds.GlobalAdministrator"/>.</param>
    bool HoldsDirectoryRole(string tenantId, string objectId, string roleTemplateId);

    /// <summary>Object ids of the members of a group, through other groups too; the groups among them are not listed.</summary>
    IReadOnlyList<string> MembersOf(string tenantId, string groupId);

    /// <summary>The service principal of this application in this tenant, or null.</summary>
    Principal? FindServicePrincipal(string tenantId, string appId);

    /// <summary>The managed identity that belongs to this resource, or null.</summary>
    ManagedIdentity? FindManagedIdentity(string resourceId);

    /// <summary>Makes the managed identity of this resource, or returns the one that it has.</summary>
    Task<ManagedIdentity> EnsureManagedIdentityAsync(
        string tenantId, string resourceId, ManagedIdentityKind kind, CancellationToken cancellationToken = default);

    /// <summary>Removes it from the directory; tokens that it still holds are refused from then on.</summary>
    Task DeleteManagedIdentityAsync(string resourceId, CancellationToken cancellationToken = default);

    /// <summary>Makes or changes one of the federated credentials of a user-assigned identity, which the token endpoint then goes by.</summary>
    Task<FederatedCredentialOutcome> SetFederatedCredentialAsync(
        string identityResourceId, FederatedIdentityCredential credential, CancellationToken cancellationToken = default);

    /// <summary>Removes a federated credential of a user-assigned identity by its name.</summary>
    Task RemoveFederatedCredentialAsync(string identityResourceId, string name, CancellationToken cancellationToken = default);

    /// <summary>Makes the principal of one of Azure's own services in this tenant (fixed client id, no secret), or returns it.</summary>
    Task<Principal> EnsureFirstPartyAsync(string tenantId, string appId, string displayName, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes an application with a service principal, owned by <paramref name="ownerObjectId"/>, and sets it a new secret. Called again with the same
    /// <paramref name="key"/> it returns the same application with a new secret in place of the old one.
    /// </summary>
    /// <param name="key">The caller's own name for it, so that a repeated step does not make a second one.</param>
    /// <param name="secretLifetime">How long the secret is valid, by Verditer's clock.</param>
    Task<OwnedApplication> EnsureOwnedApplicationAsync(
        string tenantId, string key, string displayName, string ownerObjectId, TimeSpan secretLifetime, CancellationToken cancellationToken = default);

    /// <summary>Removes the application that was made under this key, and its service principal.</summary>
    Task DeleteOwnedApplicationAsync(string tenantId, string key, CancellationToken cancellationToken = default);
}

/// <summary>An application that one of Azure's services made on the user's behalf. <see cref="Secret"/> is seen only here.</summary>
public sealed record OwnedApplication(string AppId, string ApplicationObjectId, string PrincipalId, string Secret, DateTimeOffset SecretEnds);
