using System.Collections.Concurrent;
using System.Collections.Immutable;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Authorization;

/// <summary>All role assignments by principal, held in memory and kept up by the store's changes: what was committed is seen by the next check.</summary>
public sealed class RoleAssignmentIndex(IDocumentStore store, RoleCatalog roles) : IDisposable
{
    private const string Resources = "resources";
    private const string DefinitionSegment = "/providers/microsoft.authorization/roledefinitions/";

    private readonly ConcurrentDictionary<string, RoleAssignment> _byKey = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ImmutableArray<RoleAssignment>> _byPrincipal = new(StringComparer.OrdinalIgnoreCase);
    private IDisposable? _subscription;

    /// <summary>Reads what is stored. Called once, before requests are served.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        _subscription ??= store.Subscribe(changes =>
        {
            foreach (var change in changes)
            {
                if (change.Collection == Resources)
                {
                    Apply(change.Key, change.Kind == ChangeKind.Deleted ? null : (ReadOnlyMemory<byte>?)change.Body);
                }
            }
        });
        var page = await store.ListAsync(Resources, cancellationToken: cancellationToken);
        foreach (var document in page.Documents)
        {
            Apply(document.Key, document.Body);
        }
    }

    /// <summary>The assignments of one principal.</summary>
    public ImmutableArray<RoleAssignment> Of(string principalId) => _byPrincipal.GetValueOrDefault(principalId, []);

    /// <summary>Every assignment, ordered by id.</summary>
    public IReadOnlyList<RoleAssignment> All => [.. _byKey.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => p.Value)];

    public void Dispose() => _subscription?.Dispose();

    private void Apply(string key, ReadOnlyMemory<byte>? body)
    {
        if (key.LastIndexOf(DefinitionSegment, StringComparison.Ordinal) is var at and >= 0)
        {
            roles.Apply(key[(at + DefinitionSegment.Length)..], body is { } definition ? Json.ParseObject(definition.Span) : null);
        }

        if (!RoleAssignment.IsKey(key))
        {
            return;
        }

        if (_byKey.TryRemove(key, out var old))
        {
            _byPrincipal.AddOrUpdate(old.PrincipalId, [], (_, list) => list.Remove(old));
        }

        if (body is { } stored)
        {
            var assignment = RoleAssignment.Read(key, Json.ParseObject(stored.Span));
            _byKey[key] = assignment;
            _byPrincipal.AddOrUpdate(assignment.PrincipalId, [assignment], (_, list) => list.Add(assignment));
        }
    }
}
