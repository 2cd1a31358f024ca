using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>Completes a feature's registration, or its removal, after a few seconds of Verditer's clock.</summary>
internal sealed class FeatureRegistrationWork(SubscriptionIndex subscriptions, IFaults faults, TimeProvider time) : IOperationHandler
{
    public const string KindName = "features/register";

    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    /// <summary>How often it looks whether a fault still holds it up.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(5);

    public string Kind => KindName;

    public static NewOperation Start(Subscription subscription, FeatureRegistration feature) =>
        new(KindName, subscription.TenantId, subscription.Id, "Microsoft.Features", null, null,
            new JsonObject { ["namespace"] = feature.Namespace, ["name"] = feature.Name })
        { Delay = Duration };

    public Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (faults.SeenFrom(FaultKind.FeatureRegistration, operation.StartTime, $"/subscriptions/{operation.SubscriptionId}") is { } from && from > now)
        {
            return Task.FromResult<OperationOutcome>(new OperationOutcome.Again(from - now < Look ? from - now : Look, operation.State));
        }

        var (name, feature) = (operation.State.Text("namespace")!, operation.State.Text("name")!);
        var current = subscriptions.FindFeature(operation.SubscriptionId!, name, feature);
        var next = current.Status switch
        {
            FeatureStatus.Registering => current with { Status = FeatureStatus.Registered, RegisteredAt = now },
            FeatureStatus.Unregistering => current with { Status = FeatureStatus.Unregistered, RegisteredAt = null },
            _ => current,
        };
        var batch = new WriteBatch().Put(
            SubscriptionIndex.Features, SubscriptionIndex.FeatureKey(operation.SubscriptionId!, name, feature), SubscriptionCodec.Write(next));
        return Task.FromResult<OperationOutcome>(new OperationOutcome.Done { Writes = batch });
    }
}
