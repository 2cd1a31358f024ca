using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>All role assignments by principal and scope, held in memory and kept up by the store's changes.</summary>
public sealed class RoleAssignmentIndex
{
    private readonly ConcurrentDictionary<string, RoleAssignment> _byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ScopedAssignments> _byPrincipal = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The assignments of one principal.</summary>
    public IEnumerable<RoleAssignment> Of(string principalId) => _byPrincipal.GetValueOrDefault(principalId)?.All ?? [];

    /// <summary>The assignments of one principal by scope; null where it has none.</summary>
    internal ScopedAssignments? FindPrincipal(string principalId) => _byPrincipal.GetValueOrDefault(principalId);

    /// <summary>Every assignment, ordered by id.</summary>
    public IReadOnlyList<RoleAssignment> All => [.. _byKey.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)];

    /// <summary>How many there are.</summary>
    public int Count => _names.Count;

    /// <summary>How many stand at a scope or below it.</summary>
    public int CountWithin(string scope) => _byKey.Count(p => Scope.Contains(scope, p.Value.Scope));

    /// <summary>True when an assignment at any scope has this name.</summary>
    public bool IsNameTaken(string name) => _names.ContainsKey(name);

    /// <summary>Takes in an assignment as it is stored, or its removal.</summary>
    internal void Apply(string key, JsonObject? body)
    {
        var name = key[(key.LastIndexOf('/') + 1)..];
        _names.TryRemove(KeyValuePair.Create(name, key));
        if (_byKey.TryRemove(key, out var old) && _byPrincipal.TryGetValue(old.PrincipalId, out var had))
        {
            had.Remove(old);
        }

        if (body is not null)
        {
            var assignment = RoleAssignment.Read(key, body);
            _byKey[key] = assignment;
            _names[name] = key;
            _byPrincipal.GetOrAdd(assignment.PrincipalId, _ => new()).Add(assignment);
        }
    }
}

/// <summary>One principal's assignments by scope.</summary>
internal sealed class ScopedAssignments
{
    private readonly ConcurrentDictionary<string, ImmutableArray<RoleAssignment>> _byScope = new(1, 4, StringComparer.Ordinal);

    public IEnumerable<RoleAssignment> All => _byScope.SelectMany(p => p.Value);

    public bool TryAt(ReadOnlySpan<char> scope, out ImmutableArray<RoleAssignment> assignments) =>
        _byScope.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(scope, out assignments);

    public void Add(RoleAssignment assignment) => _byScope.AddOrUpdate(assignment.Scope, [assignment], (_, list) => list.Add(assignment));

    /// <summary>The last one of a scope takes the scope with it. Only the store's one writer calls.</summary>
    public void Remove(RoleAssignment assignment)
    {
        var left = _byScope.GetValueOrDefault(assignment.Scope, []).Remove(assignment);
        if (left.IsEmpty)
        {
            _byScope.TryRemove(assignment.Scope, out _);
        }
        else
        {
            _byScope[assignment.Scope] = left;
        }
    }
}
