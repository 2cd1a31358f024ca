using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Operations;

/// <summary>What one piece of work leaves: the operation's next record, and the writes that are committed with it.</summary>
internal sealed record OperationTurn(OperationRecord Next, WriteBatch? Writes)
{
    public static OperationTurn After(OperationRecord record, OperationOutcome outcome, DateTimeOffset now) => outcome switch
    {
        OperationOutcome.Done done => new(Ended(record, OperationStatus.Succeeded, now) with { Result = done.Result }, done.Writes),
        OperationOutcome.Failed failed => End(record, failed.Error, now) with { Writes = failed.Writes },
        OperationOutcome.Canceled => new(Ended(record, OperationStatus.Canceled, now), outcome.Writes),
        OperationOutcome.Again again => new(record with { State = again.State, DueAt = now + again.After, DueSince = now, Attempts = 0 }, again.Writes),
        _ => throw new InvalidOperationException($"The outcome '{outcome}' is unknown."),
    };

    public static OperationTurn End(OperationRecord record, ArmError error, DateTimeOffset now) =>
        new(Ended(record, OperationStatus.Failed, now) with { Error = error }, null);

    /// <summary>The same piece of work once more, after an exception.</summary>
    public static OperationTurn Again(OperationRecord record, TimeSpan delay, DateTimeOffset now) =>
        new(record with { Attempts = record.Attempts + 1, DueAt = now + delay, DueSince = now }, null);

    private static OperationRecord Ended(OperationRecord record, OperationStatus status, DateTimeOffset now) =>
        record with { Status = status, EndTime = now, Attempts = 0 };
}
