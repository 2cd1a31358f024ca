using System.Collections.Concurrent;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.ResourceManager;

/// <summary>Management locks, held in memory. Source: https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources</summary>
public sealed class LockIndex(IDocumentStore store) : IDisposable
{
    private const string Segment = "/providers/microsoft.authorization/locks/";

    private static readonly ResourceType Type = ResourceType.Parse("Microsoft.Authorization/locks");

    private readonly ConcurrentDictionary<string, ResourceLock> _locks = new(StringComparer.Ordinal);
    private IDisposable? _subscription;

    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        _subscription ??= store.Subscribe(changes =>
        {
            foreach (var change in changes.Where(c => c.Collection == StoredResource.Collection && IsLock(c.Key)))
            {
                Apply(change.Key, change.Kind == ChangeKind.Deleted ? (ReadOnlyMemory<byte>?)null : change.Body);
            }
        });
        var page = await store.ListAsync(StoredResource.Collection, cancellationToken: cancellationToken);
        foreach (var document in page.Documents.Where(d => IsLock(d.Key)))
        {
            Apply(document.Key, document.Body);
        }
    }

    /// <summary>A lock that forbids the change: any lock forbids deleting what it covers or what holds it; ReadOnly forbids writing what it covers.</summary>
    public ResourceLock? Find(ResourceId id, bool isDelete)
    {
        if (_locks.IsEmpty)
        {
            return null;
        }

        return _locks.Values.FirstOrDefault(l => isDelete
            ? Scope.Contains(l.Scope.ToLowerInvariant(), id.Key) || Scope.Contains(id.Key, l.Scope.ToLowerInvariant())
            : l.IsReadOnly && Scope.Contains(l.Scope.ToLowerInvariant(), id.Key));
    }

    public void Dispose() => _subscription?.Dispose();

    private static bool IsLock(string key) => ResourceKey.Is(key, Type);

    private void Apply(string key, ReadOnlyMemory<byte>? body)
    {
        if (body is null)
        {
            _locks.TryRemove(key, out _);
            return;
        }

        var node = Json.ParseObject(body.Value.Span);
        var id = node.Text("id") ?? key;
        var scope = id[..id.LastIndexOf(Segment, StringComparison.OrdinalIgnoreCase)];
        _locks[key] = new(id, scope.Length == 0 ? "/" : scope, node.Text("properties", "level") == "ReadOnly");
    }
}

/// <param name="Scope">What it covers.</param>
public sealed record ResourceLock(string Id, string Scope, bool IsReadOnly);
