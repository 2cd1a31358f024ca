using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>Management groups and the subscriptions in them, and with them <see cref="ScopeHierarchy"/>.</summary>
public sealed class ManagementGroupIndex(ScopeHierarchy hierarchy)
{
    private const string SubscriptionSegment = "/subscriptions/";

    private static readonly ResourceType PlacementType = ResourceType.Parse("Microsoft.Management/managementGroups/subscriptions");

    private readonly ConcurrentDictionary<string, ManagementGroup> _groups = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _groupOf = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _rootOf = new(StringComparer.Ordinal);

    /// <summary>The group that holds everything of a tenant. It has the tenant's id as its name, and is there without having been made.</summary>
    public ManagementGroup RootOf(string tenantId) => _groups.GetOrAdd(ManagementGroup.KeyOf(tenantId), key =>
    {
        hierarchy.SetTenant(key, tenantId);
        return new(tenantId, tenantId, "Tenant Root Group", null);
    });

    public ManagementGroup? Find(string name) => _groups.GetValueOrDefault(ManagementGroup.KeyOf(name));

    public ManagementGroup? FindKey(string? key) => key is null ? null : _groups.GetValueOrDefault(key);

    /// <summary>The groups of a tenant, by name.</summary>
    public IReadOnlyList<ManagementGroup> List(string tenantId) =>
        [.. _groups.Values.Where(g => g.TenantId.Equals(tenantId, StringComparison.OrdinalIgnoreCase)).OrderBy(g => g.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The groups directly in a group, by name.</summary>
    public IReadOnlyList<ManagementGroup> ChildrenOf(string key) =>
        [.. _groups.Values.Where(g => g.ParentKey == key).OrderBy(g => g.Name, StringComparer.OrdinalIgnoreCase)];

    /// <summary>The ids of the subscriptions directly in a group.</summary>
    public IReadOnlyList<string> SubscriptionsOf(string key) =>
        [.. _rootOf.Keys.Union(_groupOf.Keys).Where(s => GroupOf(s) == key).Select(s => s[SubscriptionSegment.Length..]).Order(StringComparer.Ordinal)];

    /// <summary>The key of the group in which a subscription was put, or of its tenant's root group.</summary>
    /// <param name="subscription"><c>/subscriptions/{id}</c>, in lower case.</param>
    public string? GroupOf(string subscription) => _groupOf.GetValueOrDefault(subscription) ?? _rootOf.GetValueOrDefault(subscription);

    /// <summary>True for the key of a management group or of a subscription's place in one.</summary>
    internal static bool IsKey(string key) => key.StartsWith(ScopeHierarchy.GroupPrefix, StringComparison.Ordinal)
        && !key.AsSpan(ScopeHierarchy.GroupPrefix.Length).Contains("/providers/", StringComparison.Ordinal)
        && (ResourceKey.Is(key, ResourceType.ManagementGroup) || ResourceKey.Is(key, PlacementType));

    /// <summary>Takes in a subscription: it lies in its tenant's root group until it is put elsewhere.</summary>
    internal void ApplySubscription(string id, JsonObject? body)
    {
        var subscription = SubscriptionSegment + id.ToLowerInvariant();
        if (body.Text("tenantId") is { } tenantId)
        {
            _rootOf[subscription] = RootOf(tenantId).Key;
        }
        else
        {
            _rootOf.TryRemove(subscription, out _);
        }

        hierarchy.SetTenant(subscription, body.Text("tenantId"));
        hierarchy.SetParent(subscription, GroupOf(subscription));
    }

    internal void Apply(string key, JsonObject? body)
    {
        var at = key.IndexOf(SubscriptionSegment, StringComparison.Ordinal);
        if (at >= 0)
        {
            Place(key[at..], key[..at], isThere: body is not null);
        }
        else if (body is null)
        {
            _groups.TryRemove(key, out _);
            hierarchy.SetTenant(key, null);
            hierarchy.SetParent(key, null);
        }
        else
        {
            var properties = body["properties"];
            var name = body.Text("name") ?? key[ScopeHierarchy.GroupPrefix.Length..];
            var parent = properties.Text("details", "parent", "id")?.ToLowerInvariant();
            _groups[key] = new(name, properties.Text("tenantId") ?? "", properties.Text("displayName") ?? name, parent);
            hierarchy.SetTenant(key, properties.Text("tenantId"));
            hierarchy.SetParent(key, parent);
        }
    }

    /// <summary>A subscription that moves is put into its new group before or after it leaves the old one: only its present place can be taken from it.</summary>
    private void Place(string subscription, string group, bool isThere)
    {
        if (isThere)
        {
            _groupOf[subscription] = group;
            hierarchy.SetParent(subscription, group);
        }
        else if (_groupOf.TryGetValue(subscription, out var current) && current == group)
        {
            _groupOf.TryRemove(subscription, out _);
            hierarchy.SetParent(subscription, GroupOf(subscription));
        }
    }
}
