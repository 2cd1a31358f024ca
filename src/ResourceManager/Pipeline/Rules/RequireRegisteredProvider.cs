using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The subscription is registered for the provider's namespace. Reading is served without, as in Azure.</summary>
internal sealed class RequireRegisteredProvider(SubscriptionIndex subscriptions, ResourceTypeRegistry types) : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        var isRead = context.Request.Method is "GET" or "HEAD";
        if (context.Subscription is not { } subscription || isRead || (context.Endpoint is { NeedsRegistration: false }))
        {
            return new((ArmError?)null);
        }

        var name = context.Target.Type.Namespace;
        if (types.IsAlwaysRegistered(name) || subscriptions.FindRegistration(subscription.Id, name).Serves)
        {
            return new((ArmError?)null);
        }

        var state = subscriptions.FindRegistration(subscription.Id, name).State;
        return new(new ArmError(409, "MissingSubscriptionRegistration",
            $"The subscription is not registered to use namespace '{name}'. See https://aka.ms/rps-not-found for how to register subscriptions.")
            .With("MissingSubscriptionRegistration",
                $"The subscription is not registered to use namespace '{name}'. Register it: az provider register --namespace {name}", name)
            .Because(RefusalFacts.Namespace, name)
            .Because(RefusalFacts.Subscription, subscription.Id)
            .Because(RefusalFacts.RegistrationState, state.ToString()));
    }
}
