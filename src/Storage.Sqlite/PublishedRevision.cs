namespace Verditer.Storage.Sqlite;

/// <summary>
/// The revision up to which cache and observers know everything. A reader that saw a newer one in the file waits here for the moment that takes, so
/// that what is read later never looks older.
/// </summary>
internal sealed class PublishedRevision(long start)
{
    private readonly Lock _gate = new();
    private readonly List<(long Revision, TaskCompletionSource Done)> _waiting = [];
    private long _value = start;

    public long Value => Interlocked.Read(ref _value);

    public ValueTask WaitAsync(long revision, CancellationToken cancellationToken)
    {
        if (revision <= Value)
        {
            return ValueTask.CompletedTask;
        }

        lock (_gate)
        {
            if (revision <= Value)
            {
                return ValueTask.CompletedTask;
            }

            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _waiting.Add((revision, done));
            return new(done.Task.WaitAsync(cancellationToken));
        }
    }

    public void Publish(long revision)
    {
        lock (_gate)
        {
            Interlocked.Exchange(ref _value, revision);
            for (var i = _waiting.Count - 1; i >= 0; i--)
            {
                if (_waiting[i].Revision <= revision)
                {
                    _waiting[i].Done.SetResult();
                    _waiting.RemoveAt(i);
                }
            }
        }
    }
}
