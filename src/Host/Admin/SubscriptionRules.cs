using Microsoft.AspNetCore.Http;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Host;

/// <summary>The rules of one subscription.</summary>
internal sealed class ShowSubscriptionRules(SubscriptionLookup lookup) : IAdminEndpoint
{
    public string Method => HttpMethods.Get;

    public string Path => "/subscriptions/rules";

    public Task HandleAsync(HttpContext context) => lookup.Find(context.Request.Query["subscription"]).TryGet(out var subscription, out var error)
        ? Answer.JsonAsync(context, SubscriptionJson.Write(subscription))
        : Answer.ErrorAsync(context, error);
}

/// <summary>Changes the rules of a subscription that has no clusters yet: what a cluster was made by stays true for it.</summary>
internal sealed class ChangeSubscriptionRules(SubscriptionLookup lookup, SubscriptionService subscriptions, ResourceStore resources) : IAdminEndpoint
{
    private static readonly ResourceType Clusters = ResourceType.Parse("Microsoft.ContainerService/managedClusters");

    public string Method => HttpMethods.Post;

    public string Path => "/subscriptions/rules";

    public async Task HandleAsync(HttpContext context)
    {
        var wanted = await AdminRequest.ReadAsync(context);
        var changed = await ChangeAsync(wanted.Text("subscription"), wanted.Text("rules"), context.RequestAborted);
        await (changed.TryGet(out var subscription, out var error)
            ? Answer.JsonAsync(context, SubscriptionJson.Write(subscription))
            : Answer.ErrorAsync(context, error));
    }

    private async Task<Result<Subscription>> ChangeAsync(string? idOrName, string? word, CancellationToken cancellationToken)
    {
        if (!lookup.Find(idOrName).TryGet(out var subscription, out var notFound))
        {
            return notFound;
        }

        if (!SubscriptionJson.Rules(word).TryGet(out var rules, out var unknown))
        {
            return unknown;
        }

        if (rules == subscription.Rules)
        {
            return subscription;
        }

        var clusters = await resources.ListAsync(ResourceId.Subscription(subscription.Id), Clusters, cancellationToken);
        return clusters.Count > 0
            ? ArmErrors.Conflict(
                $"The rules of '{subscription.DisplayName}' stay {SubscriptionJson.Word(subscription.Rules)}: it has clusters ({string.Join(", ", clusters.Select(c => c.Id.Name))}). "
                + "Delete them, or make another subscription: verditer subscription create")
            : (await subscriptions.SetRulesAsync(subscription.Id, rules, cancellationToken))!;
    }
}
