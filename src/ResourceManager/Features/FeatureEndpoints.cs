using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>Preview features and their registration. Source: Microsoft.Features in the REST specifications.</summary>
internal sealed class FeatureEndpoints(SubscriptionIndex subscriptions, ResourceTypeRegistry types, IDocumentStore documents, IOperations operations)
{
    private const string Root = "/subscriptions/{subscriptionId}/providers/Microsoft.Features";
    private const string One = Root + "/providers/{namespace}/features/{feature}";

    public IEnumerable<ArmEndpoint> All =>
    [
        new("GET", Root + "/features", "Microsoft.Features/features/read",
            (context, _) => new(ArmResponse.List(types.Namespaces.SelectMany(n => Nodes(context, n))))),
        new("GET", Root + "/providers/{namespace}/features", "Microsoft.Features/providers/features/read",
            (context, _) => new(ArmResponse.List(Nodes(context, types.CanonicalNamespace(context.Target.Values["namespace"]))))),
        new("GET", One, "Microsoft.Features/providers/features/read", (context, _) => new(Show(context))),
        new("POST", One + "/register", "Microsoft.Features/providers/features/register/action", RegisterAsync),
        new("POST", One + "/unregister", "Microsoft.Features/providers/features/unregister/action", UnregisterAsync),
    ];

    private IEnumerable<JsonNode> Nodes(ArmContext context, string name) =>
        (types.FindProvider(name)?.Features ?? []).Select(f => Node(context, subscriptions.FindFeature(context.Id.SubscriptionId!, name, f) with { Namespace = name, Name = f }));

    private Result<ArmResponse> Show(ArmContext context) =>
        Find(context).TryGet(out var feature, out var error) ? ArmResponse.Ok(Node(context, feature)) : error;

    private async ValueTask<Result<ArmResponse>> RegisterAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!Find(context).TryGet(out var feature, out var error))
        {
            return error;
        }

        if (feature.Status is FeatureStatus.Registered or FeatureStatus.Registering)
        {
            return ArmResponse.Ok(Node(context, feature));
        }

        var pending = feature with { Status = FeatureStatus.Registering };
        await SaveAsync(context, pending, FeatureRegistrationWork.Start(context.Subscription!, pending), cancellationToken);
        return ArmResponse.Ok(Node(context, pending));
    }

    private async ValueTask<Result<ArmResponse>> UnregisterAsync(ArmContext context, CancellationToken cancellationToken)
    {
        if (!Find(context).TryGet(out var feature, out var error))
        {
            return error;
        }

        if (context.Subscription!.Rules == RuleSet.Preview)
        {
            return new ArmError(409, "FeatureUnregistrationUnsupported",
                $"The feature '{feature.Name}' of the provider '{feature.Namespace}' does not support unregistration: once a feature is registered it cannot be unregistered.")
                .Mend("Use another state folder, in whose subscription it was never registered: verditer up --state FOLDER");
        }

        if (feature.Status is FeatureStatus.Registered or FeatureStatus.Registering)
        {
            feature = feature with { Status = FeatureStatus.Unregistering };
            await SaveAsync(context, feature, FeatureRegistrationWork.Start(context.Subscription, feature), cancellationToken);
        }

        return ArmResponse.Ok(Node(context, feature));
    }

    private async Task SaveAsync(ArmContext context, FeatureRegistration feature, NewOperation operation, CancellationToken cancellationToken)
    {
        var batch = new WriteBatch().Put(
            SubscriptionIndex.Features, SubscriptionIndex.FeatureKey(context.Subscription!.Id, feature.Namespace, feature.Name), SubscriptionCodec.Write(feature));
        operations.Start(batch, operation);
        await documents.CommitAsync(batch, cancellationToken);
    }

    private Result<FeatureRegistration> Find(ArmContext context)
    {
        var (name, feature) = (types.CanonicalNamespace(context.Target.Values["namespace"]), context.Target.Values["feature"]);
        var known = types.FindProvider(name)?.Features.FirstOrDefault(f => f.Equals(feature, StringComparison.OrdinalIgnoreCase));
        return known is null
            ? new ArmError(404, "FeatureNotFound", $"The feature '{feature}' could not be found.").Mend($"az feature list --namespace {name} -o table")
            : subscriptions.FindFeature(context.Subscription!.Id, name, known) with { Namespace = name, Name = known };
    }

    private static JsonNode Node(ArmContext context, FeatureRegistration feature) => new JsonObject
    {
        ["properties"] = new JsonObject { ["state"] = feature.Status.ToString() },
        ["id"] = $"/subscriptions/{context.Id.SubscriptionId}/providers/Microsoft.Features/providers/{feature.Namespace}/features/{feature.Name}",
        ["type"] = "Microsoft.Features/providers/features",
        ["name"] = $"{feature.Namespace}/{feature.Name}",
    };
}
