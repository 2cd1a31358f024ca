using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The caller may use the other resources that the body refers to. What the stored resource refers to already is not asked again, but for an identity that was made anew since.</summary>
internal sealed class AuthorizeLinkedScopes(IAuthorizer authorizer, IDirectory directory) : IRequestRule
{
    public ValueTask<ArmError?> CheckAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!context.IsWrite)
        {
            return new((ArmError?)null);
        }

        foreach (var link in context.Handler!.Links.Append(LinkedProperty.AssignedIdentity).Append(LinkedProperty.OldAssignedIdentity))
        {
            var known = context.Existing is { } existing
                ? link.Find(existing.Body).Where(id => !AssignedPrincipals.IsMadeAnew(directory, existing.Body, id)).ToHashSet(StringComparer.OrdinalIgnoreCase)
                : [];
            foreach (var scope in link.Find(context.Body).Where(s => !known.Contains(s)))
            {
                if (Refuse(context, link, scope) is { } error)
                {
                    return new(error);
                }
            }
        }

        return new((ArmError?)null);
    }

    private ArmError? Refuse(ArmContext context, LinkedProperty link, string scope)
    {
        if (!ResourceId.TryParse(scope, out var id) || id.SubscriptionId is null || scope.AsSpan().IndexOfAny('?', '#') >= 0)
        {
            return new ArmError(400, "LinkedInvalidPropertyId",
                $"Property id '{scope}' at path '{link.Path}' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{{subscriptionId}}' or '/providers/{{resourceProviderNamespace}}/'.", link.Path);
        }

        var action = link.Action.Replace("{type}", id.Type.ToString(), StringComparison.Ordinal);
        // A subnet of the virtual network that is being written refers to nothing outside of it.
        if (context.Id.Contains(id) || authorizer.Check(context.Caller, action, id.Key).Allowed)
        {
            return null;
        }

        return ArmErrors.LinkedAuthorizationFailed(context.Caller, ActionNames.Of(context.Target.Type, "write"), context.Id.Text, action, id.Text);
    }
}
