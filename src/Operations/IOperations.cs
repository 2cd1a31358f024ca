using Verditer.Storage;

namespace Verditer.Operations;

/// <summary>Starts durable operations and reads them.</summary>
public interface IOperations
{
    /// <summary>
    /// Adds a new operation to a batch: it exists if and only if the batch is committed, and is then worked on by itself, also after a restart.
    /// </summary>
    OperationRecord Start(WriteBatch batch, NewOperation operation);

    ValueTask<OperationRecord?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Operations on this resource that have not ended, oldest first.</summary>
    IReadOnlyList<OperationRecord> Running(string resourceId);

    /// <summary>Waits until the operation has ended.</summary>
    Task<OperationRecord> WaitAsync(string id, CancellationToken cancellationToken = default);
}
