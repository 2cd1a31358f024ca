using Verditer.Core;

namespace Verditer.Registry;

/// <summary>Decides what somebody may do, as it is now.</summary>
internal sealed class Rights(IAuthorizer authorizer)
{
    public bool Has(RegistryFacts registry, RegistryIdentity identity, WantedRight right) => identity switch
    {
        { Principal: { } principal } => right.Action.RoleActions.Any(action => authorizer.Check(principal, action, registry.Id.Text).Allowed) || IsForAll(registry, right),
        { User.Scopes: { } scopes } => scopes.Any(scope => Covers(scope, right)) || IsForAll(registry, right),
        { User: not null } => true,
        _ => IsForAll(registry, right),
    };

    /// <summary>True when a principal may do anything at all with the content.</summary>
    public bool HasAny(RegistryFacts registry, RegistryIdentity identity) => DataAction.All.Any(action => Has(registry, identity, WantedRight.On("", action)));

    private static bool IsForAll(RegistryFacts registry, WantedRight right) => registry.AnonymousPull && right.Action.IsAnonymous;

    /// <summary>A scope map's right over repositories; one over all of them shows the catalog too.</summary>
    private static bool Covers(RegistryRight scope, WantedRight right) =>
        right.Action.ScopeMapActions.Contains(scope.Action, StringComparer.OrdinalIgnoreCase)
        && (right.Type == WantedRight.RegistryType ? scope.Repository == "*"
            : scope.Repository.EndsWith('*') ? right.Name.StartsWith(scope.Repository[..^1], StringComparison.Ordinal)
            : scope.Repository == right.Name);
}
