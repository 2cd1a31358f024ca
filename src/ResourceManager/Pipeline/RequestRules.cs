using Verditer.Core;

namespace Verditer.ResourceManager;

/// <summary>The rules that every request passes, in their order. This list is the whole of it.</summary>
internal static class RequestRules
{
    public static IReadOnlyList<IRequestRule> Build(
        ITokenValidator tokens,
        PathResolver paths,
        ResourceTypeRegistry types,
        SubscriptionIndex subscriptions,
        IAuthorizer authorizer,
        IDirectory directory,
        ResourceStore resources,
        LockIndex locks) =>
    [
        new AuthenticateBearerToken(tokens),
        new RequireKnownPath(paths, types),
        new RequireApiVersion(types),
        new RequireScopeOfType(types),
        new RequireSubscription(subscriptions),
        new AuthorizeAtScope(authorizer),
        new RequireRegisteredProvider(subscriptions, types),
        new RequireGroupAndParent(resources, types),
        new ReadBody(),
        new UseTypesSpelling(types),
        new LoadExisting(resources),
        new UseStoredKeys(),
        new DropUnassignedIdentities(),
        new CheckResourceName(),
        new RequireFeatures(),
        new AuthorizeLinkedScopes(authorizer, directory),
        new RefuseLocked(locks),
        new ValidateBody(types),
        new CheckLocationAndTags(types),
        new CheckPreconditions(),
    ];
}
