namespace Verditer.Kubernetes;

/// <summary>One change of one object.</summary>
/// <param name="Current">The new state; for a deletion the last one, with the revision of the deletion.</param>
/// <param name="Previous">Null for a creation.</param>
internal sealed record StoreEvent(ObjectEventKind Kind, StoredObject Current, StoredObject? Previous)
{
    public long Revision => Current.Revision;
}

/// <summary>
/// The newest changes of one resource, shared by all who watch it: a watcher holds a place in it and no copy, so a slow one costs nothing and falls out of
/// the window in the end.
/// </summary>
/// <param name="start">The revision after which the log is complete.</param>
internal sealed class EventLog(long start)
{
    private const int MostEvents = 8192;
    private const long MostBytes = 32L << 20;

    private readonly Lock _gate = new();
    private readonly Ring _ring = new();
    private long _forgotten = start;
    private long _bytes;
    private TaskCompletionSource? _pulse;

    /// <summary>Completes at the next change. Take it before reading, and wait for it when there was nothing to read.</summary>
    public Task Changed
    {
        get
        {
            lock (_gate)
            {
                return (_pulse ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
            }
        }
    }

    public void Append(StoreEvent change)
    {
        TaskCompletionSource? pulse;
        lock (_gate)
        {
            _ring.Add(change);
            _bytes += change.Current.Body.Length;
            while (_ring.Count > MostEvents || (_bytes > MostBytes && _ring.Count > 1))
            {
                var oldest = _ring.RemoveFirst();
                _forgotten = oldest.Revision;
                _bytes -= oldest.Current.Body.Length;
            }

            pulse = _pulse;
            _pulse = null;
        }

        pulse?.SetResult();
    }

    /// <summary>Reads the changes after a revision, oldest first. False when some of them are no longer known.</summary>
    public bool TryRead(long after, List<StoreEvent> into, int limit)
    {
        lock (_gate)
        {
            if (after < _forgotten)
            {
                return false;
            }

            for (var i = _ring.FirstAfter(after); i < _ring.Count && into.Count < limit; i++)
            {
                into.Add(_ring[i]);
            }

            return true;
        }
    }

    /// <summary>Events in the order of their revisions, read by index, dropped at the front.</summary>
    private sealed class Ring
    {
        private StoreEvent[] _items = new StoreEvent[16];
        private int _first;

        public int Count { get; private set; }

        public StoreEvent this[int index] => _items[(_first + index) & (_items.Length - 1)];

        public void Add(StoreEvent item)
        {
            if (Count == _items.Length)
            {
                var larger = new StoreEvent[_items.Length * 2];
                for (var i = 0; i < Count; i++)
                {
                    larger[i] = this[i];
                }

                (_items, _first) = (larger, 0);
            }

            _items[(_first + Count++) & (_items.Length - 1)] = item;
        }

        public StoreEvent RemoveFirst()
        {
            var item = _items[_first];
            _items[_first] = null!;
            _first = (_first + 1) & (_items.Length - 1);
            Count--;
            return item;
        }

        public int FirstAfter(long revision)
        {
            var (low, high) = (0, Count);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = this[middle].Revision > revision ? (low, middle) : (middle + 1, high);
            }

            return low;
        }
    }
}
