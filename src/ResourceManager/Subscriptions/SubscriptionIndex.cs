using System.Collections.Concurrent;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>Subscriptions, their provider registrations and features, held in memory and kept up by the store's changes.</summary>
public sealed class SubscriptionIndex : IDisposable
{
    public const string Subscriptions = "subscriptions";
    public const string Registrations = "registrations";
    public const string Features = "features";

    private readonly ConcurrentDictionary<string, Subscription> _subscriptions = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, Registration> _registrations = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, FeatureRegistration> _features = new(StringComparer.Ordinal);
    private readonly IDocumentStore _store;
    private IDisposable? _subscription;

    public SubscriptionIndex(IDocumentStore store) => _store = store;

    /// <summary>Reads what is stored. Called once, before requests are served.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        _subscription ??= _store.Subscribe(Apply);
        foreach (var collection in new[] { Subscriptions, Registrations, Features })
        {
            var page = await _store.ListAsync(collection, cancellationToken: cancellationToken);
            foreach (var document in page.Documents)
            {
                Put(collection, document.Key, document.Body);
            }
        }
    }

    public Subscription? Find(string? id) => id is not null && _subscriptions.TryGetValue(id, out var subscription) ? subscription : null;

    public IReadOnlyList<Subscription> List(string tenantId) =>
        [.. _subscriptions.Values.Where(s => s.TenantId == tenantId).OrderBy(s => s.DisplayName, StringComparer.Ordinal)];

    public IReadOnlyList<Subscription> All() => [.. _subscriptions.Values.OrderBy(s => s.DisplayName, StringComparer.Ordinal)];

    public Registration FindRegistration(string subscriptionId, string providerNamespace) =>
        _registrations.TryGetValue(RegistrationKey(subscriptionId, providerNamespace), out var registration)
            ? registration
            : new Registration(providerNamespace, RegistrationState.NotRegistered, null, null);

    public FeatureRegistration FindFeature(string subscriptionId, string providerNamespace, string name) =>
        _features.TryGetValue(FeatureKey(subscriptionId, providerNamespace, name), out var feature)
            ? feature
            : new FeatureRegistration(providerNamespace, name, FeatureStatus.NotRegistered, null);

    /// <summary>
    /// True when the feature is in effect: it is registered, and a registration of its provider that began afterwards has completed. It belongs to this one
    /// subscription. Source: "propagate the change" in https://learn.microsoft.com/azure/azure-resource-manager/management/preview-features
    /// </summary>
    public bool IsInEffect(string subscriptionId, string providerNamespace, string name) =>
        FindFeature(subscriptionId, providerNamespace, name) is { Status: FeatureStatus.Registered, RegisteredAt: { } registered }
        && FindRegistration(subscriptionId, providerNamespace) is { Begun: { } begun }
        && begun >= registered;

    public static string RegistrationKey(string subscriptionId, string providerNamespace) =>
        $"{subscriptionId}/{providerNamespace}".ToLowerInvariant();

    public static string FeatureKey(string subscriptionId, string providerNamespace, string name) =>
        $"{subscriptionId}/{providerNamespace}/{name}".ToLowerInvariant();

    public void Dispose() => _subscription?.Dispose();

    private void Apply(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            if (change.Kind == ChangeKind.Deleted)
            {
                Remove(change.Collection, change.Key);
            }
            else
            {
                Put(change.Collection, change.Key, change.Body);
            }
        }
    }

    private void Put(string collection, string key, ReadOnlyMemory<byte> body)
    {
        switch (collection)
        {
            case Subscriptions:
                _subscriptions[key] = SubscriptionCodec.ReadSubscription(body.Span);
                break;
            case Registrations:
                _registrations[key] = SubscriptionCodec.ReadRegistration(body.Span);
                break;
            case Features:
                _features[key] = SubscriptionCodec.ReadFeature(body.Span);
                break;
        }
    }

    private void Remove(string collection, string key)
    {
        switch (collection)
        {
            case Subscriptions:
                _subscriptions.TryRemove(key, out _);
                break;
            case Registrations:
                _registrations.TryRemove(key, out _);
                break;
            case Features:
                _features.TryRemove(key, out _);
                break;
        }
    }
}
