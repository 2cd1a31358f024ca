using System.Collections.Concurrent;
using System.Text;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.ContainerRegistry;

/// <summary>The registries, their tokens, scope maps and passwords, held in memory and kept up by the store's changes.</summary>
internal sealed class RegistryIndex(IDocumentStore store, SubscriptionIndex subscriptions, TimeProvider time) : IRegistries, IDisposable
{
    private readonly ConcurrentDictionary<string, RegistryEntry> _registries = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _loginServers = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, TokenEntry> _tokens = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<RegistryRight>> _scopeMaps = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<StoredPassword>> _passwords = new(StringComparer.Ordinal);
    private IDisposable? _subscription;

    /// <summary>Reads what is stored. Called once, before requests are served.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        _subscription ??= store.Subscribe(Apply);
        foreach (var document in (await store.ListAsync(PasswordVault.Collection, cancellationToken: cancellationToken)).Documents)
        {
            _passwords[document.Key] = PasswordVault.Read(document.Body.Span);
        }

        var names = await store.ListAsync(RegistryNames.Collection, cancellationToken: cancellationToken);
        foreach (var id in names.Documents.Select(d => Encoding.UTF8.GetString(d.Body.Span).ToLowerInvariant()).Distinct(StringComparer.Ordinal))
        {
            foreach (var document in (await store.ListAsync(StoredResource.Collection, id, cancellationToken: cancellationToken)).Documents)
            {
                Put(document);
            }
        }
    }

    public RegistryFacts? Find(string loginServer) =>
        _loginServers.TryGetValue(loginServer, out var key) && _registries.TryGetValue(key, out var registry) ? registry.Facts : null;

    public RegistryUser? Verify(RegistryFacts registry, string userName, string password)
    {
        var hash = RegistryPassword.Hash(password);
        return VerifyAdmin(registry.Id, userName, hash) ?? VerifyToken(registry.Id, userName, hash);
    }

    public void Dispose() => _subscription?.Dispose();

    private RegistryUser? VerifyAdmin(ResourceId registry, string userName, byte[] hash) =>
        userName.Equals(registry.Name, StringComparison.OrdinalIgnoreCase)
        && _registries.TryGetValue(registry.Key, out var found) && found.HasAdmin
        && Fits(registry.Key, hash)
            ? new RegistryUser(registry.Name, null)
            : null;

    private RegistryUser? VerifyToken(ResourceId registry, string userName, byte[] hash)
    {
        if (!ResourceId.IsName(userName))
        {
            return null;
        }

        var id = registry.Child("tokens", userName);
        return _tokens.TryGetValue(id.Key, out var token) && token.IsEnabled && Fits(id.Key, hash)
            ? new RegistryUser(token.Name, _scopeMaps.GetValueOrDefault(token.ScopeMapKey, []))
            : null;
    }

    private bool Fits(string owner, byte[] hash)
    {
        var now = time.GetUtcNow();
        return _passwords.GetValueOrDefault(owner, []).Aggregate(false, (fits, password) => fits | password.Fits(hash, now));
    }

    private void Apply(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            var isGone = change.Kind == ChangeKind.Deleted;
            switch (change.Collection)
            {
                case PasswordVault.Collection when isGone:
                    _passwords.TryRemove(change.Key, out _);
                    break;
                case PasswordVault.Collection:
                    _passwords[change.Key] = PasswordVault.Read(change.Body.Span);
                    break;
                case StoredResource.Collection when isGone:
                    Remove(change.Key);
                    break;
                case StoredResource.Collection:
                    Put(new Document(change.Collection, change.Key, change.Revision, change.Body));
                    break;
            }
        }
    }

    private void Put(Document document)
    {
        if (ResourceKey.Is(document.Key, RegistryTypes.Registry))
        {
            PutRegistry(document.Key, ResourceStore.Read(document));
        }
        else if (ResourceKey.Is(document.Key, RegistryTypes.Token))
        {
            _tokens[document.Key] = TokenEntry.Read(ResourceStore.Read(document));
        }
        else if (ResourceKey.Is(document.Key, RegistryTypes.ScopeMap))
        {
            _scopeMaps[document.Key] = ScopeMapAction.Rights(ResourceStore.Read(document).Properties["actions"]);
        }
    }

    private void PutRegistry(string key, StoredResource resource)
    {
        var tenant = subscriptions.Find(resource.Id.SubscriptionId)?.TenantId ?? "";
        if (resource.ProvisioningState == RegistryFactsReader.Deleting || RegistryFactsReader.Read(resource, tenant) is not { } facts)
        {
            Remove(key);
            return;
        }

        _registries[key] = new RegistryEntry(facts, resource.Properties.Flag("adminUserEnabled") == true);
        _loginServers[facts.LoginServer] = key;
    }

    private void Remove(string key)
    {
        if (_registries.TryRemove(key, out var registry))
        {
            _loginServers.TryRemove(registry.Facts.LoginServer, out _);
        }

        _tokens.TryRemove(key, out _);
        _scopeMaps.TryRemove(key, out _);
    }

    private sealed record RegistryEntry(RegistryFacts Facts, bool HasAdmin);

    private sealed record TokenEntry(string Name, bool IsEnabled, string ScopeMapKey)
    {
        public static TokenEntry Read(StoredResource token) => new(
            token.Id.Name,
            "enabled".Equals(token.Properties.Text("status"), StringComparison.OrdinalIgnoreCase),
            (token.Properties.Text("scopeMapId") ?? "").ToLowerInvariant());
    }
}
