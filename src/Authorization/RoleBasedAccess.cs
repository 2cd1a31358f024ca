using System.Text.Json.Nodes;
using Verditer.Core;
using Verditer.Storage;

namespace Verditer.Authorization;

/// <summary>
/// Reads from the store what roles depend on, and keeps it up: role and deny assignments, custom roles, management groups. What was committed is seen by the next
/// check.
/// </summary>
public sealed class RoleBasedAccess(
    IDocumentStore store, RoleCatalog roles, RoleAssignmentIndex assignments, DenyAssignmentIndex denyAssignments, ManagementGroupIndex groups) : IDisposable
{
    private const string Resources = "resources";
    private const string Subscriptions = "subscriptions";

    private IDisposable? _subscription;

    /// <summary>Reads what is stored. Called once, before requests are served.</summary>
    public async Task LoadAsync(CancellationToken cancellationToken = default)
    {
        _subscription ??= store.Subscribe(changes =>
        {
            foreach (var change in changes)
            {
                Apply(change.Collection, change.Key, change.Kind == ChangeKind.Deleted ? null : (ReadOnlyMemory<byte>?)change.Body);
            }
        });
        foreach (var collection in (string[])[Subscriptions, Resources])
        {
            var page = await store.ListAsync(collection, cancellationToken: cancellationToken);
            foreach (var document in page.Documents)
            {
                Apply(collection, document.Key, document.Body);
            }
        }
    }

    public void Dispose() => _subscription?.Dispose();

    private void Apply(string collection, string key, ReadOnlyMemory<byte>? body)
    {
        if (TakerOf(collection, key) is { } take)
        {
            take(key, body is { } bytes ? Json.ParseObject(bytes.Span) : null);
        }
    }

    private Action<string, JsonObject?>? TakerOf(string collection, string key)
    {
        if (collection != Resources)
        {
            return collection == Subscriptions ? groups.ApplySubscription : null;
        }

        if (RoleAssignment.IsKey(key))
        {
            return assignments.Apply;
        }

        if (RoleCatalog.IsKey(key))
        {
            return roles.Apply;
        }

        return DenyAssignment.IsKey(key) ? denyAssignments.Apply : ManagementGroupIndex.IsKey(key) ? groups.Apply : null;
    }
}
