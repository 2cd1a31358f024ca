using System.Collections.Concurrent;

namespace Verditer.Storage.Sqlite;

/// <summary>
/// Documents as they were last committed. A hit takes no lock. The writer applies each transaction before anybody is told of it; a reader that fills
/// a gap announces itself first (<see cref="BeginFill"/>), so that what it read before a commit is never put over what was committed.
/// </summary>
internal sealed class DocumentCache(long limit)
{
    private const int EntryOverhead = 200;

    private readonly ConcurrentDictionary<DocumentKey, Entry> _entries = new();
    private readonly Queue<Entry> _clock = new();
    private readonly Dictionary<DocumentKey, Fill> _fills = [];
    private readonly Lock _gate = new();
    private long _bytes;

    public bool TryGet(DocumentKey key, out Document document)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            if (!entry.Used)
            {
                entry.Used = true;
            }

            document = entry.Document;
            return true;
        }

        document = null!;
        return false;
    }

    public Fill BeginFill(DocumentKey key)
    {
        lock (_gate)
        {
            if (!_fills.TryGetValue(key, out var fill))
            {
                _fills.Add(key, fill = new(key));
            }

            fill.Readers++;
            return fill;
        }
    }

    /// <summary>Ends a fill with what was read, or with null where nothing was found or the read failed.</summary>
    public void EndFill(Fill fill, Document? found)
    {
        lock (_gate)
        {
            if (--fill.Readers == 0 && !fill.Stale)
            {
                _fills.Remove(fill.Key);
            }

            if (found is not null && !fill.Stale && !_entries.ContainsKey(fill.Key))
            {
                Put(fill.Key, found);
                Evict();
            }
        }
    }

    /// <summary>The documents as a transaction left them; null for one that it removed.</summary>
    public void Apply(Dictionary<DocumentKey, Document?> written)
    {
        lock (_gate)
        {
            foreach (var (key, document) in written)
            {
                if (_fills.Remove(key, out var fill))
                {
                    fill.Stale = true;
                }

                if (document is null)
                {
                    Remove(key);
                }
                else
                {
                    Put(key, document);
                }
            }

            Evict();
        }
    }

    private void Put(DocumentKey key, Document document)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            _bytes += document.Body.Length - entry.Document.Body.Length;
            entry.Document = document;
            return;
        }

        entry = new(key, document);
        _entries[key] = entry;
        _clock.Enqueue(entry);
        _bytes += entry.Bytes;
    }

    private void Remove(DocumentKey key)
    {
        if (_entries.TryRemove(key, out var entry))
        {
            entry.Removed = true;
            _bytes -= entry.Bytes;
        }
    }

    /// <summary>Second chance: what was used since the hand last passed stays for another round.</summary>
    private void Evict()
    {
        while (_clock.Count > 0 && (_bytes > limit || _clock.Peek().Removed))
        {
            var entry = _clock.Dequeue();
            if (entry.Removed)
            {
                continue;
            }

            if (entry.Used)
            {
                entry.Used = false;
                _clock.Enqueue(entry);
            }
            else
            {
                Remove(entry.Key);
            }
        }
    }

    /// <summary>Readers that are fetching one document from the file.</summary>
    internal sealed class Fill(DocumentKey key)
    {
        public DocumentKey Key { get; } = key;

        public int Readers { get; set; }

        /// <summary>True once a commit has overtaken the read.</summary>
        public bool Stale { get; set; }
    }

    private sealed class Entry(DocumentKey key, Document document)
    {
        private volatile Document _document = document;
        private volatile bool _used;

        public DocumentKey Key { get; } = key;

        public Document Document { get => _document; set => _document = value; }

        public bool Used { get => _used; set => _used = value; }

        public bool Removed { get; set; }

        public int Bytes => _document.Body.Length + (2 * (Key.Key.Length + Key.Collection.Length)) + EntryOverhead;
    }
}
