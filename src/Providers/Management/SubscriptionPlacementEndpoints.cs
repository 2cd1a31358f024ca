using Verditer.Authorization;
using Verditer.Core;
using Verditer.ResourceManager;
using Verditer.Storage;

namespace Verditer.Providers.Management;

/// <summary>The place of a subscription in a management group. Source: Microsoft.Management/managementGroups/subscriptions in the REST specifications.</summary>
internal sealed class SubscriptionPlacementEndpoints(
    ManagementGroupIndex groups, ManagementGroupRules rules, ManagementGroupBody bodies, HierarchyTurn turn, SubscriptionIndex subscriptions, IDocumentStore documents)
{
    private const string Path = ManagementGroupEndpoints.Path + "/{group}/subscriptions";
    private const string Read = "Microsoft.Management/managementGroups/subscriptions/read";

    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", Path, null, (context, _) => new(List(context))),
        new("GET", Path + "/{subscription}", null, (context, _) => new(Show(context))),
        new("PUT", Path + "/{subscription}", null, turn.Alone(PutAsync)),
        new("DELETE", Path + "/{subscription}", null, turn.Alone(DeleteAsync)),
    ];

    private Result<ArmResponse> List(ArmContext context) => rules.Find(context.Caller, context.Target.Values["group"], Read).TryGet(out var group, out var error)
        ? ArmResponse.List(bodies.SubscriptionsOf(group).Select(s => ManagementGroupBody.Placement(group, s)))
        : error;

    private Result<ArmResponse> Show(ArmContext context)
    {
        if (!rules.Find(context.Caller, context.Target.Values["group"], Read).TryGet(out var group, out var error))
        {
            return error;
        }

        return Subscription(context) is { } subscription && groups.GroupOf(Key(subscription)) == group.Key
            ? ArmResponse.Ok(ManagementGroupBody.Placement(group, subscription))
            : ManagementGroupErrors.NotFound($"{group.Name}/subscriptions/{context.Target.Values["subscription"]}");
    }

    /// <summary>A subscription lies in one group: being put into another, it leaves the one before in the same commit.</summary>
    private async ValueTask<Result<ArmResponse>> PutAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!rules.FindParent(context.Caller, context.Target.Values["group"]).TryGet(out var group, out var error))
        {
            return error;
        }

        if (Subscription(context) is not { } subscription)
        {
            return ArmErrors.SubscriptionNotFound(context.Target.Values["subscription"]);
        }

        return await MoveAsync(context.Caller, subscription, group, cancellationToken) is { } refused
            ? refused
            : ArmResponse.Ok(ManagementGroupBody.Placement(group, subscription));
    }

    /// <summary>A subscription that is taken out of a group lies in the root group.</summary>
    private async ValueTask<Result<ArmResponse>> DeleteAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var (name, root) = (context.Target.Values["group"], groups.RootOf(context.Caller.TenantId));
        if (Subscription(context) is not { } subscription || groups.GroupOf(Key(subscription)) != ManagementGroup.KeyOf(name))
        {
            return ArmResponse.NoContent;
        }

        return await MoveAsync(context.Caller, subscription, root, cancellationToken) is { } refused ? refused : new ArmResponse(200, default);
    }

    private async Task<ArmError?> MoveAsync(Caller caller, Subscription subscription, ManagementGroup to, CancellationToken cancellationToken)
    {
        var from = groups.FindKey(groups.GroupOf(Key(subscription)));
        if (rules.CheckMoved(caller, $"/subscriptions/{subscription.Id}", from, to) is { } refused)
        {
            return refused;
        }

        var batch = new WriteBatch();
        if (from is not null && from.Key != to.Key)
        {
            batch.Delete(StoredResource.Collection, DocumentKey(from, subscription));
        }

        if (to.ParentKey is not null)
        {
            batch.Put(StoredResource.Collection, DocumentKey(to, subscription), Json.ToBytes(ManagementGroupBody.Placement(to, subscription)));
        }

        await documents.CommitAsync(batch, cancellationToken);
        return null;
    }

    private Subscription? Subscription(ArmContext context) =>
        subscriptions.Find(context.Target.Values["subscription"]) is { } found && found.TenantId == context.Caller.TenantId ? found : null;

    private static string Key(Subscription subscription) => ResourceId.Subscription(subscription.Id).Key;

    private static string DocumentKey(ManagementGroup group, Subscription subscription) => group.Key + Key(subscription);
}
