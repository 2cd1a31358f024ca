using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Operations.Tests;

/// <summary>Does what the test says, and remembers what it was asked.</summary>
internal sealed class ScriptedHandler(Func<OperationRecord, CancellationToken, Task<OperationOutcome>> run) : IOperationHandler
{
    public ScriptedHandler(Func<OperationRecord, OperationOutcome> run)
        : this((record, _) => Task.FromResult(run(record)))
    {
    }

    public string Kind { get; init; } = "test";

    public Func<OperationRecord, ArmError, WriteBatch?>? GiveUp { get; init; }

    public ConcurrentQueue<OperationRecord> Runs { get; } = new();

    public static OperationOutcome Done => new OperationOutcome.Done();

    public static OperationOutcome Again(TimeSpan after, JsonObject? state = null) => new OperationOutcome.Again(after, state ?? []);

    public Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        Runs.Enqueue(operation);
        return run(operation, cancellationToken);
    }

    public ValueTask<WriteBatch?> GiveUpAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken) =>
        new(GiveUp?.Invoke(operation, error));
}
