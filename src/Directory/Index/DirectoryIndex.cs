using Verditer.Storage;

namespace Verditer.Directory;

/// <summary>
/// The whole directory in memory, kept up by the store's commits: reads are synchronous and never behind what a writer has been told. Keys are
/// <c>tenant/object id</c>.
/// </summary>
internal sealed class DirectoryIndex : IDisposable
{
    private readonly IDocumentStore _store;
    private readonly IReadOnlyDictionary<string, IRecordSet> _sets;
    private readonly SemaphoreSlim _loading = new(1, 1);
    private readonly Lock _applying = new();
    private List<Change>? _early = [];
    private IDisposable? _subscription;

    public DirectoryIndex(IDocumentStore store)
    {
        _store = store;
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
        _sets = new IRecordSet[]
        {
            Tenants, Applications, ServicePrincipals, Users, Groups, RoleMembers, AppRoleAssignments, PermissionGrants, DeletedObjects, SigningKeys,
        }.ToDictionary(set => set.Collection);
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
    public bool IsLoaded => Volatile.Read(ref _early) is null;

    public static string Key(string tenantId, string id) => $"{tenantId}/{id}";

    /// <summary>Reads everything, once.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        await _loading.WaitAsync(cancellationToken);
        try
        {
            if (_early is null)
            {
                return;
            }

            _subscription ??= _store.Subscribe(Observe);
            var listed = new List<(IRecordSet Set, DocumentPage Page)>();
            foreach (var set in _sets.Values)
            {
                listed.Add((set, await _store.ListAsync(set.Collection, cancellationToken: cancellationToken)));
            }

            lock (_applying)
            {
                foreach (var (set, page) in listed)
                {
                    page.Documents.ToList().ForEach(document => set.Apply(document.Key, document.Revision, document.Body));
                    _early.Where(change => change.Collection == set.Collection && change.Revision > page.Revision).ToList().ForEach(Apply);
                }

                _early = null;
            }
        }
        finally
        {
            _loading.Release();
        }
    }

    public void Dispose()
    {
        _subscription?.Dispose();
        _loading.Dispose();
    }

    private void Observe(IReadOnlyList<Change> changes)
    {
        lock (_applying)
        {
            foreach (var change in changes)
            {
                if (_early is null)
                {
                    Apply(change);
                }
                else
                {
                    _early.Add(change);
                }
            }
        }
    }

    private void Apply(Change change)
    {
        if (_sets.TryGetValue(change.Collection, out var set))
        {
            set.Apply(change.Key, change.Revision, change.Kind == ChangeKind.Deleted ? null : (ReadOnlyMemory<byte>?)change.Body);
        }
    }
}
