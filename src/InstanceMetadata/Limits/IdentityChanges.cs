using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.InstanceMetadata;

/// <summary>When the identities of the machines' owners last changed, while this process runs.</summary>
internal sealed class IdentityChanges : IDisposable
{
    private readonly ConcurrentDictionary<string, State> _owners = new(StringComparer.Ordinal);
    private readonly TimeProvider _time;
    private readonly IDisposable _subscription;

    public IdentityChanges(IDocumentStore documents, TimeProvider time)
    {
        _time = time;
        _subscription = documents.Subscribe(Apply);
    }

    /// <summary>From now on the changes of this owner are noted.</summary>
    /// <param name="owner">As it is stored; null where it is not there yet.</param>
    public void Watch(string ownerId, JsonObject? owner) => _owners.TryAdd(ownerId.ToLowerInvariant(), new(Signature(owner), null));

    public DateTimeOffset? Last(string ownerId) => _owners.GetValueOrDefault(ownerId.ToLowerInvariant())?.Changed;

    public void Dispose() => _subscription.Dispose();

    private void Apply(IReadOnlyList<Change> changes)
    {
        foreach (var change in changes)
        {
            if (change.Collection == MachineOwner.Collection && change.Kind != ChangeKind.Deleted && _owners.TryGetValue(change.Key, out var state)
                && Signature(Json.ParseObject(change.Body.Span)) is var now && now != state.Signature)
            {
                _owners[change.Key] = new(now, _time.GetUtcNow());
            }
        }
    }

    /// <summary>The type and the names of what is carried; the order does not matter.</summary>
    private static string Signature(JsonObject? owner)
    {
        var assigned = (owner.At("identity", "userAssignedIdentities") as JsonObject ?? []).Select(one => one.Key.ToLowerInvariant());
        return $"{owner.Text("identity", "type")} {string.Join(' ', assigned.Order(StringComparer.Ordinal))}";
    }

    private sealed record State(string Signature, DateTimeOffset? Changed);
}
