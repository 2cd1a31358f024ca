using Microsoft.Extensions.Logging;

namespace Verditer.Storage.Sqlite;

/// <summary>Those who are told of each commit, by the writer, one call at a time.</summary>
internal sealed class Observers(ILogger logger)
{
    private readonly Lock _gate = new();
    private volatile Action<IReadOnlyList<Change>>[] _observers = [];

    public IDisposable Add(Action<IReadOnlyList<Change>> observer)
    {
        // Its own delegate each time, so that one method that subscribed twice is removed once.
        Action<IReadOnlyList<Change>> own = changes => observer(changes);
        lock (_gate)
        {
            _observers = [.. _observers, own];
        }

        return new Subscription(this, own);
    }

    public void Tell(IReadOnlyList<Change> changes)
    {
        foreach (var observer in _observers)
        {
            try
            {
                observer(changes);
            }
            catch (Exception exception)
            {
                logger.ObserverFailed(exception, changes[^1].Revision);
            }
        }
    }

    private sealed class Subscription(Observers owner, Action<IReadOnlyList<Change>> observer) : IDisposable
    {
        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._observers = [.. owner._observers.Where(other => other != observer)];
            }
        }
    }
}
