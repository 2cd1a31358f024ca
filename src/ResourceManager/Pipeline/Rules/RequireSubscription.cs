using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The subscription exists and trusts the tenant that issued the token.</summary>
internal sealed class RequireSubscription(SubscriptionIndex subscriptions) : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (context.Id.SubscriptionId is not { } id)
        {
            return new((ArmError?)null);
        }

        if (!Guid.TryParse(id, out _))
        {
            return new(new ArmError(400, "InvalidSubscriptionId",
                $"The provided subscription identifier '{id}' is malformed or invalid."));
        }

        if (subscriptions.Find(id) is not { } subscription)
        {
            return new(ArmErrors.SubscriptionNotFound(id));
        }

        context.Subscription = subscription;
        return new(subscription.TenantId == context.Caller.TenantId ? null : WrongTenant(context.Caller, subscription));
    }

    private static ArmError WrongTenant(Caller caller, Subscription subscription) => new ArmError(401, "InvalidAuthenticationTokenTenant",
        $"The access token is from the wrong issuer 'https://sts.windows.net/{caller.TenantId}/'. It must match the tenant 'https://sts.windows.net/{subscription.TenantId}/' associated with this subscription. Please use the authority (URL) 'https://login.windows.net/{subscription.TenantId}' to get the token.")
        .WithHeader("WWW-Authenticate", $"Bearer authorization_uri=\"https://login.windows.net/{subscription.TenantId}\", error=\"invalid_token\", error_description=\"The access token is from the wrong issuer.\"");
}
