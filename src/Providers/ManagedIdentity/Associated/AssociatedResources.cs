using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ManagedIdentity;

/// <summary>
/// The resources of the tenant that carry an identity, whatever the caller may read of them. Instances of scale sets are left out: the scale set stands for them.
/// </summary>
/// <remarks>Source: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-view-associated-resources-for-an-identity</remarks>
internal sealed class AssociatedResources(ResourceStore resources, SubscriptionIndex subscriptions)
{
    public async ValueTask<Result<ArmResponse>> ListAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!AssociatedQuery.Read(context.Request).TryGet(out var query, out var refusal))
        {
            return refusal;
        }

        var identity = context.Existing!.Id.Key;
        List<AssociatedResource> found = [];
        foreach (var subscription in subscriptions.List(context.Subscription!.TenantId))
        {
            var all = await resources.ListBelowAsync(ResourceId.Subscription(subscription.Id), cancellationToken);
            found.AddRange(all.Where(r => !r.Id.Type.IsChild && Carries(r, identity)).Select(r => AssociatedResource.Of(r, subscription)));
        }

        var matching = query.Apply(found).ToList();
        var page = matching.Skip(query.Skip).Take(query.Top).ToList();
        var body = new JsonObject
        {
            ["totalCount"] = matching.Count,
            ["value"] = new JsonArray([.. page.Select(r => r.ToJson())]),
        };
        if (page.Count > 0 && query.Skip + page.Count < matching.Count)
        {
            body["nextLink"] = AssociatedQuery.Next(context, query.Skip + page.Count);
        }

        return ArmResponse.Ok(body);
    }

    private static bool Carries(StoredResource resource, string identity) =>
        resource.Body.At("identity", "userAssignedIdentities") is JsonObject assigned && assigned.Any(a => a.Key.Equals(identity, StringComparison.OrdinalIgnoreCase));
}
