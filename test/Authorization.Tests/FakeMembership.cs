using Verditer.Core;

namespace Verditer.Authorization.Tests;

/// <summary>A directory of principals and groups alone: what the explainer asks of it.</summary>
internal sealed class FakeMembership : IDirectory
{
    private readonly Dictionary<string, Principal> _principals = new(StringComparer.OrdinalIgnoreCase);
    private readonly Dictionary<string, string[]> _members = new(StringComparer.OrdinalIgnoreCase);

    public void Add(string objectId, PrincipalKind kind = PrincipalKind.ServicePrincipal) =>
        _principals[objectId] = new("tenant", objectId, kind, null, objectId, null);

    public void AddGroup(string id, params string[] members)
    {
        Add(id, PrincipalKind.Group);
        _members[id] = members;
    }

    public bool HasTenant(string tenantId) => tenantId == "tenant";

    public Principal? FindPrincipal(string tenantId, string objectId) => _principals.GetValueOrDefault(objectId);

    public IReadOnlyList<string> GroupsOf(string tenantId, string objectId)
    {
        var direct = _members.Where(m => m.Value.Contains(objectId)).Select(m => m.Key).ToList();
        return [.. direct.Concat(direct.SelectMany(g => GroupsOf(tenantId, g))).Distinct()];
    }

    public IReadOnlyList<string> MembersOf(string tenantId, string groupId) =>
        [.. (_members.GetValueOrDefault(groupId) ?? []).SelectMany(m => _members.ContainsKey(m) ? MembersOf(tenantId, m) : [m]).Distinct().Order()];

    public bool HoldsDirectoryRole(string tenantId, string objectId, string roleTemplateId) => throw new NotSupportedException();

    public Principal? FindServicePrincipal(string tenantId, string appId) => throw new NotSupportedException();

    public ManagedIdentity? FindManagedIdentity(string resourceId) => throw new NotSupportedException();

    public Task<ManagedIdentity> EnsureManagedIdentityAsync(string tenantId, string resourceId, ManagedIdentityKind kind, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task DeleteManagedIdentityAsync(string resourceId, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<FederatedCredentialOutcome> SetFederatedCredentialAsync(
        string identityResourceId, FederatedIdentityCredential credential, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task RemoveFederatedCredentialAsync(string identityResourceId, string name, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<Principal> EnsureFirstPartyAsync(string tenantId, string appId, string displayName, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task<OwnedApplication> EnsureOwnedApplicationAsync(
        string tenantId, string key, string displayName, string ownerObjectId, TimeSpan secretLifetime, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();

    public Task DeleteOwnedApplicationAsync(string tenantId, string key, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
