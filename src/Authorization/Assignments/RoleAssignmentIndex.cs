using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Verditer.Core;

namespace Verditer.Authorization;

/// <summary>
/// All role assignments, held in memory and kept up by the store's changes: by scope and in it by principal, so that a check looks at each scope above once, and by
/// principal for what asks of somebody.
/// </summary>
public sealed class RoleAssignmentIndex
{
    private readonly ConcurrentDictionary<string, RoleAssignment> _byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, ScopeAssignments> _byScope = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, RoleAssignment>> _byPrincipal = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The assignments of one principal.</summary>
    public IEnumerable<RoleAssignment> Of(string principalId) => _byPrincipal.GetValueOrDefault(principalId)?.Select(p => p.Value) ?? [];

    /// <summary>Every assignment, ordered by id.</summary>
    public IReadOnlyList<RoleAssignment> All => [.. _byKey.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)];

    /// <summary>How many there are.</summary>
    public int Count => _names.Count;

    /// <summary>How many stand at a scope or below it.</summary>
    public int CountWithin(string scope) => _byKey.Count(p => Scope.Contains(scope, p.Value.Scope));

    /// <summary>True when an assignment at any scope has this name.</summary>
    public bool IsNameTaken(string name) => _names.ContainsKey(name);

    internal bool Holds(string principalId) => _byPrincipal.TryGetValue(principalId, out var held) && !held.IsEmpty;

    /// <summary>The assignments that stand at a scope itself.</summary>
    internal ScopeAssignments? At(ReadOnlySpan<char> scope) => _byScope.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(scope, out var here) ? here : null;

    /// <summary>Takes in an assignment as it is stored, or its removal. Only the store's one writer calls.</summary>
    internal void Apply(string key, JsonObject? body)
    {
        var name = key[(key.LastIndexOf('/') + 1)..];
        _names.TryRemove(KeyValuePair.Create(name, key));
        if (_byKey.TryRemove(key, out var old))
        {
            _byPrincipal.GetValueOrDefault(old.PrincipalId)?.TryRemove(key, out _);
            if (_byScope.TryGetValue(old.Scope, out var there) && there.Remove(old))
            {
                _byScope.TryRemove(old.Scope, out _);
            }
        }

        if (body is not null)
        {
            var assignment = RoleAssignment.Read(key, body);
            _byKey[key] = assignment;
            _names[name] = key;
            _byPrincipal.GetOrAdd(assignment.PrincipalId, _ => new(1, 4, StringComparer.Ordinal))[key] = assignment;
            _byScope.GetOrAdd(assignment.Scope, _ => new()).Add(assignment);
        }
    }
}
