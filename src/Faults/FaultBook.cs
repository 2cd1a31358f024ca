using System.Collections.Concurrent;
using System.Text.Json;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Faults;

/// <summary>The faults that are set, in memory and in the store.</summary>
public sealed class FaultBook(IDocumentStore store, TimeProvider time) : IFaults
{
    private const string Collection = "faults";

    /// <summary>The longest time that a client is told to wait.</summary>
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>What never ends ends after this.</summary>
    private static readonly TimeSpan Endless = TimeSpan.FromDays(36500);

    private readonly ConcurrentDictionary<string, int> _asked = new();

    // An array: every role check looks through it, and an array is looked through without an allocation.
    private volatile Fault[] _faults = [];

    public event Action? Changed;

    /// <summary>In the order in which they were set.</summary>
    public IReadOnlyList<Fault> All => _faults;

    /// <summary>Reads what is stored. Called once, before requests are served.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var page = await store.ListAsync(Collection, cancellationToken: cancellationToken);
        _faults = [.. page.Documents.Select(d => JsonSerializer.Deserialize(d.Body.Span, FaultJson.Default.Fault)!).OrderBy(f => f.Since)];
    }

    /// <summary>Sets a fault; one of the same kind for the same scope and principal is replaced.</summary>
    public async Task SetAsync(Fault fault, CancellationToken cancellationToken)
    {
        var replaced = _faults.Where(f => f.Kind == fault.Kind && f.Scope == fault.Scope && f.PrincipalId == fault.PrincipalId).ToList();
        var batch = new WriteBatch().Put(Collection, fault.Id, JsonSerializer.SerializeToUtf8Bytes(fault, FaultJson.Default.Fault));
        replaced.ForEach(f => batch.Delete(Collection, f.Id));
        await store.CommitAsync(batch, cancellationToken);
        Become([.. _faults.Except(replaced), fault]);
    }

    /// <returns>What was cleared.</returns>
    public async Task<IReadOnlyList<Fault>> ClearAsync(IReadOnlyCollection<FaultKind> kinds, CancellationToken cancellationToken)
    {
        var gone = _faults.Where(f => kinds.Count == 0 || kinds.Contains(f.Kind)).ToList();
        var batch = new WriteBatch();
        gone.ForEach(f => batch.Delete(Collection, f.Id));
        if (gone.Count > 0)
        {
            await store.CommitAsync(batch, cancellationToken);
        }

        Become([.. _faults.Except(gone)]);
        return gone;
    }

    public DateTimeOffset? SeenFrom(FaultKind kind, DateTimeOffset made, string? scope = null, string? principal = null)
    {
        DateTimeOffset? latest = null;
        foreach (var fault in _faults)
        {
            if (fault.Kind == kind && made >= fault.Since && fault.IsFor(scope, principal))
            {
                var from = made + (fault.Duration ?? Endless);
                latest = latest > from ? latest : from;
            }
        }

        return latest;
    }

    public TimeSpan? Refuse(FaultKind kind, string? scope = null, string? principal = null)
    {
        foreach (var fault in _faults)
        {
            if (fault.Kind == kind && fault.IsFor(scope, principal) && Remaining(fault) is { } remaining && IsHit(fault))
            {
                return remaining < LongestWait ? remaining : LongestWait;
            }
        }

        return null;
    }

    private TimeSpan? Remaining(Fault fault)
    {
        var now = time.GetUtcNow();
        var end = fault.Since + (fault.Duration ?? Endless);
        return now >= fault.Since && now < end ? end - now : null;
    }

    /// <summary>Of the requests that ask, counted from the fault's beginning, the seed says which are refused.</summary>
    private bool IsHit(Fault fault)
    {
        if (fault.Rate >= 1)
        {
            return true;
        }

        var number = _asked.AddOrUpdate(fault.Id, 0, (_, last) => last + 1);
        return SeededShare.Of(fault.Seed, number) < fault.Rate;
    }

    private void Become(Fault[] faults)
    {
        _faults = faults;
        Changed?.Invoke();
    }
}
