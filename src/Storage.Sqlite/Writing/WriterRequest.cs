namespace Verditer.Storage.Sqlite.Writing;

/// <summary>Something that the writer does. Many share a transaction, and each is answered when it is on disk.</summary>
internal abstract class WriterRequest
{
    /// <summary>What the documents in it come to, so that a transaction does not grow without bounds.</summary>
    public virtual long Bytes => 0;

    /// <summary>Does the work in the transaction, and remembers the answer. A transaction that failed may be followed by a second one.</summary>
    public abstract void Run(WriterTransaction transaction);

    /// <summary>Tells the observers, when the transaction is on disk.</summary>
    public virtual void Publish(Observers observers)
    {
    }

    public abstract void Answer();

    public abstract void Fail(Exception exception);
}

/// <summary>A request with an answer.</summary>
internal abstract class WriterRequest<TAnswer> : WriterRequest
{
    private readonly TaskCompletionSource<TAnswer> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TAnswer _result = default!;

    public Task<TAnswer> Answered => _answer.Task;

    public sealed override void Run(WriterTransaction transaction) => _result = Do(transaction);

    public sealed override void Answer() => _answer.SetResult(_result);

    public sealed override void Fail(Exception exception) => _answer.TrySetException(exception);

    protected abstract TAnswer Do(WriterTransaction transaction);
}
