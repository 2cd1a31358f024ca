using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>Completes a feature's registration, or its removal, after a few seconds of Verditer's clock.</summary>
internal sealed class FeatureRegistrationWork(SubscriptionIndex subscriptions, TimeProvider time) : IOperationHandler
{
    public const string KindName = "features/register";

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    public string Kind => KindName;

    public static NewOperation Start(Subscription subscription, FeatureRegistration feature) =>
        new(KindName, subscription.TenantId, subscription.Id, "Microsoft.Features", null, null,
            new JsonObject { ["namespace"] = feature.Namespace, ["name"] = feature.Name })
        { Delay = Duration };

    public Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        var (name, feature) = (operation.State.Text("namespace")!, operation.State.Text("name")!);
        var current = subscriptions.FindFeature(operation.SubscriptionId!, name, feature);
        var next = current.Status switch
        {
            FeatureStatus.Registering => current with { Status = FeatureStatus.Registered, RegisteredAt = time.GetUtcNow() },
            FeatureStatus.Unregistering => current with { Status = FeatureStatus.Unregistered, RegisteredAt = null },
            _ => current,
        };
        var batch = new WriteBatch().Put(
            SubscriptionIndex.Features, SubscriptionIndex.FeatureKey(operation.SubscriptionId!, name, feature), SubscriptionCodec.Write(next));
        return Task.FromResult<OperationOutcome>(new OperationOutcome.Done { Writes = batch });
    }
}
