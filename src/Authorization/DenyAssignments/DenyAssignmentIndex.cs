using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Verditer.Authorization;

/// <summary>All deny assignments by scope. There are few, or none: a check then costs one comparison.</summary>
public sealed class DenyAssignmentIndex
{
    private readonly ConcurrentDictionary<string, DenyAssignment> _byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<DenyAssignment>> _byScope = new(StringComparer.Ordinal);

    public bool IsEmpty => _byScope.IsEmpty;

    /// <summary>Every deny assignment, ordered by id.</summary>
    public IReadOnlyList<DenyAssignment> All => [.. _byKey.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)];

    public bool TryAt(ReadOnlySpan<char> scope, out ImmutableArray<DenyAssignment> assignments) =>
        _byScope.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(scope, out assignments);

    /// <summary>Takes in a deny assignment as it is stored, or its removal.</summary>
    internal void Apply(string key, JsonObject? body)
    {
        if (_byKey.TryRemove(key, out var old))
        {
            var left = _byScope.GetValueOrDefault(old.Scope, []).Remove(old);
            _ = left.IsEmpty ? _byScope.TryRemove(old.Scope, out _) : Set(old.Scope, left);
        }

        if (body is not null)
        {
            var made = DenyAssignment.Read(key, body);
            _byKey[key] = made;
            Set(made.Scope, _byScope.GetValueOrDefault(made.Scope, []).Add(made));
        }
    }

    private bool Set(string scope, ImmutableArray<DenyAssignment> assignments)
    {
        _byScope[scope] = assignments;
        return true;
    }
}
