using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>
/// The whole directory in memory, kept up by the store's commits: reads are synchronous and never behind what a writer has been told. Keys are
/// <c>tenant/object id</c>.
/// </summary>
internal sealed class DirectoryIndex : IDisposable
{
    private readonly StoreFollower _follower;

    public DirectoryIndex(IDocumentStore store)
    {
        Tenants = new("directory.tenants", DirectoryJson.Default.TenantRecord, TenantsByDomain);
        Applications = new("directory.applications", DirectoryJson.Default.ApplicationRecord, ApplicationsByAppId, ApplicationsByOwnedKey, ApplicationsByUri);
        ServicePrincipals = new("directory.servicePrincipals", DirectoryJson.Default.ServicePrincipalRecord,
            ServicePrincipalsByAppId, ServicePrincipalsByName, ServicePrincipalsByResource);
        Users = new("directory.users", DirectoryJson.Default.UserRecord, UsersByName);
        Groups = new("directory.groups", DirectoryJson.Default.GroupRecord);
        RoleMembers = new("directory.directoryRoleMembers", DirectoryJson.Default.DirectoryRoleMember);
        AppRoleAssignments = new("directory.appRoleAssignments", DirectoryJson.Default.AppRoleAssignmentRecord);
        PermissionGrants = new("directory.permissionGrants", DirectoryJson.Default.PermissionGrantRecord);
        DeletedObjects = new("directory.deletedObjects", DirectoryJson.Default.DeletedObjectRecord);
        SigningKeys = new("directory.signingKeys", DirectoryJson.Default.SigningKeyRecord);
        var sets = new IRecordSet[]
        {
            Tenants, Applications, ServicePrincipals, Users, Groups, RoleMembers, AppRoleAssignments, PermissionGrants, DeletedObjects, SigningKeys,
        }.ToDictionary(set => set.Collection);
        _follower = new(store, sets.Keys, (collection, key, revision, body) => sets[collection].Apply(key, revision, body));
    }

    public RecordSet<TenantRecord> Tenants { get; }

    public Lookup<TenantRecord> TenantsByDomain { get; } = new(tenant => [tenant.Domain]);

    public RecordSet<ApplicationRecord> Applications { get; }

    public Lookup<ApplicationRecord> ApplicationsByAppId { get; } = new(app => [Key(app.TenantId, app.AppId), app.AppId]);

    public Lookup<ApplicationRecord> ApplicationsByOwnedKey { get; } = new(app => app.OwnedKey is { } key ? [Key(app.TenantId, key)] : []);

    public Lookup<ApplicationRecord> ApplicationsByUri { get; } = new(app => app.IdentifierUris.Select(uri => Key(app.TenantId, uri)));

    public RecordSet<ServicePrincipalRecord> ServicePrincipals { get; }

    public Lookup<ServicePrincipalRecord> ServicePrincipalsByAppId { get; } = new(principal => [Key(principal.TenantId, principal.AppId)]);

    public Lookup<ServicePrincipalRecord> ServicePrincipalsByName { get; } =
        new(principal => principal.Names.Select(name => Key(principal.TenantId, name.TrimEnd('/'))));

    public Lookup<ServicePrincipalRecord> ServicePrincipalsByResource { get; } =
        new(principal => principal.ResourceId is { } resource ? [resource] : []);

    public RecordSet<UserRecord> Users { get; }

    public Lookup<UserRecord> UsersByName { get; } = new(user => [Key(user.TenantId, user.UserPrincipalName)]);

    public RecordSet<GroupRecord> Groups { get; }

    public RecordSet<DirectoryRoleMember> RoleMembers { get; }

    public RecordSet<AppRoleAssignmentRecord> AppRoleAssignments { get; }

    public RecordSet<PermissionGrantRecord> PermissionGrants { get; }

    public RecordSet<DeletedObjectRecord> DeletedObjects { get; }

    public RecordSet<SigningKeyRecord> SigningKeys { get; }

    /// <summary>False as long as changes may be those of an earlier process.</summary>
    public bool IsLoaded => _follower.IsLoaded;

    public static string Key(string tenantId, string id) => $"{tenantId}/{id}";

    /// <summary>Reads everything, once.</summary>
    public Task LoadAsync(CancellationToken cancellationToken) => _follower.LoadAsync(cancellationToken);

    public void Dispose() => _follower.Dispose();
}
