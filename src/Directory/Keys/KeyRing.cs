using System.Collections.Concurrent;
using Verditer.Core;

namespace Verditer.Directory;

/// <summary>The keys of all tenants. The newest one of a tenant signs; older ones validate as long as a token of theirs can be good.</summary>
internal sealed class KeyRing
{
    /// <summary>Beyond the longest token's life: for clients that hold the key set, and clocks that are off.</summary>
    private static readonly TimeSpan Spare = TimeSpan.FromHours(1);

    private readonly TimeProvider _time;
    private readonly DirectoryIndex _index;
    private readonly ISecretProtector _protector;
    private readonly ConcurrentDictionary<string, SigningKey> _byKid = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SigningKey> _newest = new(StringComparer.OrdinalIgnoreCase);

    public KeyRing(DirectoryIndex index, ISecretProtector protector, DirectoryOptions options, TimeProvider time)
    {
        (_index, _protector, _time) = (index, protector, time);
        KeptAfterRetirement = (options.TokenLifetime > options.ManagedIdentityTokenLifetime ? options.TokenLifetime : options.ManagedIdentityTokenLifetime) + Spare;
        index.SigningKeys.Changed += Follow;
    }

    /// <summary>How long a retired key still validates: as long as the longest token lives.</summary>
    public TimeSpan KeptAfterRetirement { get; }

    public SigningKey? Find(string kid) => _byKid.GetValueOrDefault(kid) is { } key && Counts(key.Record) ? key : null;

    /// <summary>False for a key whose last token has ended.</summary>
    public bool Counts(SigningKeyRecord key) => key.Retired is not { } retired || _time.GetUtcNow() < retired + KeptAfterRetirement;

    public SigningKey Signer(string tenantId) =>
        _newest.GetValueOrDefault(tenantId) ?? throw new InvalidOperationException($"Tenant {tenantId} has no signing key.");

    /// <summary>A tenant's keys, the signing one first.</summary>
    public IReadOnlyList<SigningKey> Of(string tenantId) =>
        [.. _index.SigningKeys.In(tenantId).Where(Counts).OrderByDescending(key => key.Retired is null).ThenByDescending(key => key.Created).Select(key => _byKid[key.Kid])];

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
