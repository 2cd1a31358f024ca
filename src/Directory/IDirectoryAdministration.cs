namespace Verditer.Directory;

/// <summary>What only the host and Graph may do to the directory. <see cref="LoadAsync"/> or <see cref="BootstrapAsync"/> comes first.</summary>
public interface IDirectoryAdministration
{
    /// <summary>Reads the directory into memory; the second call does nothing.</summary>
    Task LoadAsync(CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes the first tenant and the principal that administers it, unless they are there. <see cref="BootstrapResult.Secret"/> is given only by the
    /// call that made the principal.
    /// </summary>
    Task<BootstrapResult> BootstrapAsync(CancellationToken cancellationToken = default);

    /// <summary>Makes a tenant with a signing key.</summary>
    /// <param name="id">Its id; null for a new one.</param>
    Task<TenantRecord> CreateTenantAsync(string displayName, string domain, string? id = null, CancellationToken cancellationToken = default);

    IReadOnlyList<TenantRecord> ListTenants();

    /// <summary>Makes a new signing key for a tenant. The one before still validates; what was remembered of validated tokens is forgotten.</summary>
    /// <returns>The new key's <c>kid</c>.</returns>
    Task<string> RotateKeyAsync(string tenantId, CancellationToken cancellationToken = default);

    /// <summary>A tenant's keys, the signing one first. A retired one drops off once no token of its can be good any more.</summary>
    IReadOnlyList<TenantKey> ListKeys(string tenantId);

    /// <summary>Makes an application and its service principal.</summary>
    Task<ServicePrincipalRecord> CreateApplicationAsync(string tenantId, string displayName, CancellationToken cancellationToken = default);

    /// <summary>Adds a secret to an application and gives it away, this once. Null when there is no such application.</summary>
    /// <param name="applicationId">The application's object id.</param>
    /// <param name="chosenSecret">A secret that a person chose (kept as a slow hash); null for a generated one.</param>
    Task<AddedSecret?> AddPasswordAsync(
        string tenantId, string applicationId, string? displayName, TimeSpan lifetime, string? chosenSecret = null, CancellationToken cancellationToken = default);

    /// <summary>From when on (UTC, Verditer's clock) an application has a secret with which it can sign in; null when it has none.</summary>
    DateTimeOffset? FindFirstSecretStart(string tenantId, string clientId);

    /// <summary>Removes a principal (and, for a service principal, nothing of its application). Its tokens are refused from then on.</summary>
    /// <returns>False when it was not there.</returns>
    Task<bool> DeletePrincipalAsync(string tenantId, string objectId, CancellationToken cancellationToken = default);

    Task PutUserAsync(UserRecord user, CancellationToken cancellationToken = default);

    Task PutGroupAsync(GroupRecord group, CancellationToken cancellationToken = default);

    /// <summary>Gives a principal a directory role (<see cref="DirectoryRoles"/>) in its tenant.</summary>
    Task AddRoleMemberAsync(DirectoryRoleMember member, CancellationToken cancellationToken = default);
}

/// <param name="ClientId">The bootstrap principal's client id.</param>
/// <param name="ApplicationId">Object id of its application, which has its secrets.</param>
/// <param name="PrincipalId">Its object id, which role assignments name.</param>
/// <param name="Secret">Its secret, only from the call that made it.</param>
public sealed record BootstrapResult(string TenantId, string ClientId, string ApplicationId, string PrincipalId, string? Secret)
{
    public override string ToString() => $"BootstrapResult({TenantId}, {ClientId})";
}

/// <summary>A key that signs a tenant's tokens, or did.</summary>
/// <param name="Retired">When another took its place; null for the one that signs (UTC, Verditer's clock).</param>
/// <param name="Gone">When the last of its tokens will have ended, and it with them.</param>
public sealed record TenantKey(string TenantId, string Kid, DateTimeOffset Created, DateTimeOffset? Retired, DateTimeOffset? Gone);

/// <param name="Secret">Seen only here.</param>
public sealed record AddedSecret(PasswordRecord Password, string Secret)
{
    public override string ToString() => $"AddedSecret({Password.KeyId})";
}
