using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Operations;

/// <summary>Carries out operations of one kind. The same work may be asked for twice after a crash: every effect must be safe to repeat.</summary>
public interface IOperationHandler
{
    string Kind { get; }

    /// <summary>Does the next piece of work. An exception is logged and the piece is tried again with growing delays, then the operation fails.</summary>
    Task<OperationOutcome> RunAsync(OperationRecord operation, CancellationToken cancellationToken);

    /// <summary>Writes that go with the end when the worker gives up after too many exceptions, such as the resource's <c>provisioningState</c>.</summary>
    ValueTask<WriteBatch?> GiveUpAsync(OperationRecord operation, ArmError error, CancellationToken cancellationToken) => new((WriteBatch?)null);
}

/// <summary>What a piece of work came to. <see cref="Writes"/> are committed together with the operation's own record.</summary>
public abstract record OperationOutcome
{
    private OperationOutcome()
    {
    }

    /// <summary>Committed together with the operation's new state; when one of their conditions is not met the piece of work is run again.</summary>
    public WriteBatch? Writes { get; init; }

    /// <summary>It has succeeded.</summary>
    public sealed record Done(JsonNode? Result = null) : OperationOutcome;

    /// <summary>There is more to do: call again after this much of Verditer's time.</summary>
    public sealed record Again(TimeSpan After, JsonObject State) : OperationOutcome;

    /// <summary>It has failed for good.</summary>
    public sealed record Failed(ArmError Error) : OperationOutcome;

    /// <summary>It was given up because something else took its place.</summary>
    public sealed record Canceled : OperationOutcome;
}
