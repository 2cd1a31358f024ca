using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>Which identity a cluster may have under its subscription's rules, and to which an existing cluster may move.</summary>
internal sealed class IdentityRules(SubscriptionIndex subscriptions)
{
    private const string None = "None";

    /// <summary>The preview feature that managed identity needs is in effect: looked at before anything in the body is validated.</summary>
    public ArmError? CheckFeature(WriteRequest request)
    {
        var rules = ClusterRules.Of(request.Subscription.Rules);
        if (!request.IsCreation || rules.IdentityFeature is not { } feature || TypeIn(request.Body) == None
            || subscriptions.IsInEffect(request.Subscription.Id, ContainerServiceProvider.Name, feature))
        {
            return null;
        }

        var found = subscriptions.FindFeature(request.Subscription.Id, ContainerServiceProvider.Name, feature);
        var begun = subscriptions.FindRegistration(request.Subscription.Id, ContainerServiceProvider.Name).Begun;
        return ClusterErrors.FeatureNotRegistered(feature, found.Status)
            .Because(RefusalFacts.Namespace, ContainerServiceProvider.Name)
            .Because(RefusalFacts.Subscription, request.Subscription.Id)
            .Because(RefusalFacts.Feature, feature)
            .Because(RefusalFacts.FeatureState, found.Status.ToString())
            .Because(RefusalFacts.FeatureRegistered, found.RegisteredAt is { } registered ? RefusalFacts.Time(registered) : null)
            .Because(RefusalFacts.RegistrationBegun, begun is { } since ? RefusalFacts.Time(since) : null);
    }

    /// <param name="sent">The identity section of the request; null where it has none.</param>
    public static ArmError? CheckKind(JsonObject? sent, ClusterView? existing, ClusterRules rules)
    {
        var sentType = sent.Text("type");
        if (CheckForm(sent, existing, rules) is { } error)
        {
            return error;
        }

        if (existing is null || sentType is null || Is(sentType, existing.IdentityType))
        {
            return null;
        }

        return Is(sentType, None) ? ClusterErrors.IdentityRemoved()
            : rules.ChangesIdentity ? null
            : existing.HasManagedIdentity ? ClusterErrors.ChangeNotAllowed("identity.type")
            : ClusterErrors.MigrationRefused();
    }

    /// <summary>A service principal without an identity, for a cluster that has an identity and no service principal: that would be the way back.</summary>
    public static ArmError? CheckPrincipal(JsonObject sent, ClusterView? existing) =>
        existing is { HasManagedIdentity: true, PrincipalClientId: null } && sent.Text("identity", "type") is null
            && sent.Text("properties", "servicePrincipalProfile", "clientId") is { Length: > 0 } clientId && clientId != ClusterView.NoPrincipal
            ? ClusterErrors.IdentityRemoved()
            : null;

    /// <summary>True when the cluster is to run on another identity than it does.</summary>
    public static bool Moves(ClusterView cluster, ClusterView existing) =>
        !Is(cluster.IdentityType, existing.IdentityType) || !ClusterView.SameId(cluster.OwnIdentityId, existing.OwnIdentityId);

    /// <summary>True where the section is missing or does not say which identity: <c>{}</c>, a type of null, the user's own without any. None is given up only by its name.</summary>
    public static bool NamesNone(ClusterView cluster) =>
        cluster.Body.Text("identity", "type") is not { } type || (Is(type, ClusterView.UserAssigned) && cluster.OwnIdentityId is null);

    private static ArmError? CheckForm(JsonObject? sent, ClusterView? existing, ClusterRules rules)
    {
        var (type, own) = (sent.Text("type"), (sent?["userAssignedIdentities"] as JsonObject)?.Count(identity => identity.Value is not null) ?? 0);
        if (type is null)
        {
            return own > 0 ? ArmErrors.BadRequest("The identity has no type.", "identity.type") : null;
        }

        if (Is(type, ClusterView.UserAssigned))
        {
            return !rules.AllowsOwnIdentities && existing?.OwnIdentityId is null ? ClusterErrors.OwnIdentityRefused()
                : own == 1 ? null
                : ArmErrors.BadRequest("Exactly one user-assigned identity is supported for the control plane.", "identity.userAssignedIdentities");
        }

        return own > 0 || !(Is(type, "SystemAssigned") || Is(type, None))
            ? ArmErrors.BadRequest($"The identity type '{type}'{(own > 0 ? " with user-assigned identities" : "")} is not supported for managed clusters.", "identity.type")
            : null;
    }

    public static string TypeIn(JsonObject body) => body.Text("identity", "type") ?? None;

    private static bool Is(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
