using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Operations;

public enum OperationStatus
{
    InProgress,
    Succeeded,
    Failed,
    Canceled,
}

/// <summary>A durable operation, as it is stored. What may be shown to a client is <see cref="Status"/>, the times, <see cref="Error"/> and <see cref="Result"/>.</summary>
/// <param name="Id">A GUID; the last segment of the client's polling URL.</param>
/// <param name="Kind">Which <see cref="IOperationHandler"/> carries it out.</param>
/// <param name="TenantId">The tenant whose callers may poll it.</param>
/// <param name="Provider">The namespace under whose <c>locations/…/operations</c> it is polled.</param>
/// <param name="ResourceId">The resource that it works on.</param>
/// <param name="State">The handler's own notes; small, and never a secret in plain text.</param>
/// <param name="StartTime">UTC, Verditer's clock.</param>
/// <param name="DueAt">Not worked on before (UTC, Verditer's clock).</param>
/// <param name="Result">What the operation answers when it has succeeded, such as an output of a deployment.</param>
public sealed record OperationRecord(
    string Id,
    string Kind,
    string TenantId,
    string? SubscriptionId,
    string Provider,
    string? Location,
    string? ResourceId,
    OperationStatus Status,
    JsonObject State,
    DateTimeOffset StartTime,
    DateTimeOffset? EndTime,
    DateTimeOffset DueAt,
    ArmError? Error,
    JsonNode? Result)
{
    private static readonly TimeSpan SmallMove = TimeSpan.FromMinutes(1);

    /// <summary>When <see cref="DueAt"/> was decided (UTC, Verditer's clock).</summary>
    public DateTimeOffset DueSince { get; init; } = StartTime;

    /// <summary>How often in a row the next piece of work has thrown an exception; 0 again once it has not.</summary>
    public int Attempts { get; init; }

    public bool Ended => Status != OperationStatus.InProgress;

    /// <summary>True when it may be worked on. A clock that is moved back to before a delay began ends that delay, or it would last for that long.</summary>
    public bool IsDue(DateTimeOffset now) => DueAt <= now || now < DueSince - SmallMove;
}

/// <summary>What somebody asks to be started.</summary>
public sealed record NewOperation(
    string Kind, string TenantId, string? SubscriptionId, string Provider, string? Location, string? ResourceId, JsonObject State)
{
    /// <summary>The first work on it begins after this much of Verditer's time.</summary>
    public TimeSpan Delay { get; init; }
}
