using System.Text.Json.Nodes;
using Verditer.ResourceManager;

namespace Verditer.Providers.ManagedIdentity;

/// <summary>A resource that carries an identity, as the list shows it: type and group are in lower case.</summary>
internal sealed record AssociatedResource(string Id, string Name, string Type, string ResourceGroup, string SubscriptionId, string SubscriptionDisplayName)
{
    /// <summary>What a filter and an order can name, in lower case.</summary>
    public static readonly IReadOnlyDictionary<string, Func<AssociatedResource, string>> Fields = new Dictionary<string, Func<AssociatedResource, string>>(StringComparer.OrdinalIgnoreCase)
    {
        ["name"] = r => r.Name,
        ["type"] = r => r.Type,
        ["resourceGroup"] = r => r.ResourceGroup,
        ["subscriptionId"] = r => r.SubscriptionId,
        ["subscriptionDisplayName"] = r => r.SubscriptionDisplayName,
    };

    public static AssociatedResource Of(StoredResource resource, Subscription subscription) => new(
        resource.Id.Text,
        resource.Id.Name,
        resource.Id.Type.FullName.ToLowerInvariant(),
        resource.Id.ResourceGroup?.ToLowerInvariant() ?? "",
        subscription.Id,
        subscription.DisplayName);

    public JsonObject ToJson() => new()
    {
        ["id"] = Id,
        ["name"] = Name,
        ["type"] = Type,
        ["resourceGroup"] = ResourceGroup,
        ["subscriptionId"] = SubscriptionId,
        ["subscriptionDisplayName"] = SubscriptionDisplayName,
    };
}
