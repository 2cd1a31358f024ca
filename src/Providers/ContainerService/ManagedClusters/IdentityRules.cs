using Verditer.Core;
using Verditer.ResourceManager;

namespace Verditer.Providers.ContainerService;

/// <summary>Which identity a cluster may have under its subscription's rules, and that an existing cluster keeps the kind that it has.</summary>
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

        var isRegistered = subscriptions.FindFeature(request.Subscription.Id, ContainerServiceProvider.Name, feature).Status == FeatureStatus.Registered;
        return ClusterErrors.FeatureNotRegistered(feature, isRegistered);
    }

    /// <param name="sentType">What the request says; null where it says nothing.</param>
    public static ArmError? CheckKind(string? sentType, ClusterView? existing, ClusterRules rules)
    {
        if (sentType is not null && Is(sentType, "UserAssigned") && !rules.AllowsOwnIdentities)
        {
            return ClusterErrors.OwnIdentityRefused();
        }

        if (existing is null || sentType is null || Is(sentType, existing.IdentityType))
        {
            return null;
        }

        return existing.HasManagedIdentity
            ? Is(sentType, None) ? ClusterErrors.IdentityRemoved() : ClusterErrors.ChangeNotAllowed("identity.type")
            : ClusterErrors.MigrationRefused();
    }

    public static string TypeIn(System.Text.Json.Nodes.JsonObject body) => body.Text("identity", "type") ?? None;

    private static bool Is(string a, string b) => a.Equals(b, StringComparison.OrdinalIgnoreCase);
}
