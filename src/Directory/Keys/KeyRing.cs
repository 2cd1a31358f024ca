using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>The keys of all tenants. The newest one of a tenant signs; older ones still validate.</summary>
internal sealed class KeyRing
{
    private readonly DirectoryIndex _index;
    private readonly ISecretProtector _protector;
    private readonly ConcurrentDictionary<string, SigningKey> _byKid = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SigningKey> _newest = new(StringComparer.OrdinalIgnoreCase);

    public KeyRing(DirectoryIndex index, ISecretProtector protector)
    {
        (_index, _protector) = (index, protector);
        index.SigningKeys.Changed += Follow;
    }

    public SigningKey? Find(string kid) => _byKid.GetValueOrDefault(kid);

    public SigningKey Signer(string tenantId) =>
        _newest.GetValueOrDefault(tenantId) ?? throw new InvalidOperationException($"Tenant {tenantId} has no signing key.");

    /// <summary>A tenant's keys, the signing one first.</summary>
    public IReadOnlyList<SigningKey> Of(string tenantId) =>
        [.. _index.SigningKeys.In(tenantId).OrderByDescending(key => key.Retired is null).ThenByDescending(key => key.Created).Select(key => _byKid[key.Kid])];

    private void Follow(SigningKeyRecord? before, SigningKeyRecord? after)
    {
        if (after is null)
        {
            _byKid.TryRemove(before!.Kid, out _);
            return;
        }

        var key = _byKid[after.Kid] = SigningKey.Open(after, _protector);
        if (after.Retired is null)
        {
            _newest[after.TenantId] = key;
        }
    }
}
