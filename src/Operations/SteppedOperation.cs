using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Operations;

/// <summary>
/// An operation as a list of named steps. The name of the step that comes next is kept in <c>state.step</c>, so that a restart goes on there; each
/// step may run twice.
/// </summary>
public abstract class SteppedOperation : IOperationHandler
{
    public abstract string Kind { get; }

    /// <summary>The steps in their order. Names are stored: they are not changed once released.</summary>
    protected abstract IReadOnlyList<OperationStep> Steps { get; }

    /// <summary>Writes that go with success, such as the resource's <c>provisioningState</c>.</summary>
    protected virtual ValueTask<WriteBatch?> SucceedAsync(OperationRecord operation, CancellationToken cancellationToken) => new((WriteBatch?)null);

    /// <summary>Writes that go with failure.</summary>
    protected virtual ValueTask<WriteBatch?> FailAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken) => new((WriteBatch?)null);

    public ValueTask<WriteBatch?> GiveUpAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken) =>
        FailAsync(operation, error, cancellationToken);

    public async Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken)
    {
        var state = operation.State.Copy();
        var index = IndexOf(state.Text("step"));
        if (index < Steps.Count)
        {
            var outcome = await Steps[index].Run(operation with { State = state }, cancellationToken);
            if (outcome.Error is { } error)
            {
                return new OperationOutcome.Failed(error) { Writes = await FailAsync(operation, error, cancellationToken) };
            }

            if (outcome.Retry is { } delay)
            {
                return new OperationOutcome.Again(delay, state);
            }

            index++;
        }

        if (index >= Steps.Count)
        {
            return new OperationOutcome.Done { Writes = await SucceedAsync(operation with { State = state }, cancellationToken) };
        }

        state["step"] = Steps[index].Name;
        return new OperationOutcome.Again(TimeSpan.Zero, state);
    }

    private int IndexOf(string? name)
    {
        for (var i = 0; name is not null && i < Steps.Count; i++)
        {
            if (Steps[i].Name == name)
            {
                return i;
            }
        }

        return 0;
    }
}

/// <summary>One step. It may write its notes into the record's <c>State</c>: they are kept with the step's end.</summary>
public sealed record OperationStep(string Name, Func<OperationRecord, CancellationToken, Task<StepOutcome>> Run);

/// <summary>What a step came to: next, again after a while, or failed.</summary>
public readonly record struct StepOutcome(ArmError? Error, TimeSpan? Retry)
{
    public static readonly StepOutcome Next = default;

    public static StepOutcome Wait(TimeSpan after) => new(null, after);

    public static implicit operator StepOutcome(ArmError error) => new(error, null);
}
