using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Operations;

namespace Verditer.ResourceManager;

/// <summary>Ends as another operation ends, and does nothing itself: for a further caller, who may follow it also when its rights have gone with what is deleted.</summary>
public sealed class FollowedOperation(IOperations operations) : IOperationHandler
{
    private const string KindName = "resources/follow";
    private const string Leader = "leader";

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public string Kind => KindName;

    /// <summary>True for an operation that only waits for another: nobody needs to wait for it.</summary>
    public static bool IsOne(OperationRecord operation) => operation.Kind == KindName;

    /// <summary>True for one that waits for this leader.</summary>
    internal static bool Follows(OperationRecord operation, OperationRecord leader) => IsOne(operation) && operation.State.Text(Leader) == leader.Id;

    internal static NewOperation Start(OperationRecord leader) => new(
        KindName, leader.TenantId, leader.SubscriptionId, leader.Provider, leader.Location, leader.ResourceId, new JsonObject { [Leader] = leader.Id });

    public async Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken) =>
        await operations.FindAsync(operation.State.Text(Leader)!, cancellationToken) switch
        {
            { Ended: false } => new OperationOutcome.Again(Pause, operation.State),
            { Error: { } error } => new OperationOutcome.Failed(error),
            { Status: OperationStatus.Canceled } => new OperationOutcome.Canceled(),
            var ended => new OperationOutcome.Done(ended?.Result?.DeepClone()),
        };
}
