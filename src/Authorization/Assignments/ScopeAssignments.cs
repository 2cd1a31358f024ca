using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Verditer.Authorization;

/// <summary>The role assignments that stand at one scope, by principal.</summary>
internal sealed class ScopeAssignments
{
    private readonly ConcurrentDictionary<string, ImmutableArray<RoleAssignment>> _byPrincipal = new(1, 4, StringComparer.OrdinalIgnoreCase);

    public ImmutableArray<RoleAssignment> Of(string principalId) => _byPrincipal.TryGetValue(principalId, out var found) ? found : [];

    public void Add(RoleAssignment assignment) => _byPrincipal.AddOrUpdate(assignment.PrincipalId, [assignment], (_, list) => list.Add(assignment));

    /// <summary>Takes one away; true when it was the last.</summary>
    public bool Remove(RoleAssignment assignment)
    {
        var left = Of(assignment.PrincipalId).Remove(assignment);
        if (left.IsEmpty)
        {
            _byPrincipal.TryRemove(assignment.PrincipalId, out _);
        }
        else
        {
            _byPrincipal[assignment.PrincipalId] = left;
        }

        return _byPrincipal.IsEmpty;
    }
}
